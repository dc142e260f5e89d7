import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Env, readEnv } from '../config/env.ts';
import { ConfigError } from '../config/problem.ts';
import { durationMs } from '../config/schema.ts';
import { ROLES } from '../domain/access/policy.ts';
import { VigieError } from '../domain/errors.ts';
import { SOURCE_KINDS } from '../domain/model/source.ts';
import { check } from './commands/check.ts';
import { competitors } from './commands/competitors.ts';
import { configCheck, configExport } from './commands/config.ts';
import { demo } from './commands/demo.ts';
import { digest } from './commands/digest.ts';
import { doctor } from './commands/doctor.ts';
import { labels } from './commands/labels.ts';
import { opmlExport, opmlImport } from './commands/opml.ts';
import { reindexAll } from './commands/reindex.ts';
import { search } from './commands/search.ts';
import { serve } from './commands/serve.ts';
import { sourceAdd, sourceList, sourcePause, sourceRemove } from './commands/source.ts';
import { sweepOnce } from './commands/sweep.ts';
import { trends } from './commands/trends.ts';
import { userAdd, userLink } from './commands/user.ts';
import { configLines, errorSentence, type Output, output } from './output.ts';
import { VERSION } from './wire.ts';

/** Exit codes of the contract. */
const DONE = 0;
const FAILED = 1;
const USAGE = 2;

export interface Context {
  env: Env;
  out: Output;
}
type Action<Options> = (context: Context, options: Options, ...words: string[]) => Promise<boolean>;

/** Runs one command line. Returns the exit code; never throws. */
export async function run(argv: readonly string[]): Promise<number> {
  let code = DONE;
  const json = argv.includes('--json');
  // Before feeds.yaml is read, the terminal's own language is the best guess.
  const out = output(json, /^fr/i.test(Intl.DateTimeFormat().resolvedOptions().locale) ? 'fr' : 'en', 'UTC');
  const program = build(async (work) => {
    code = await settle(work, out);
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? DONE : USAGE;
  }
  return code;
}

/** Turns what a command came to into an exit code, and an expected error into its sentence. */
async function settle(work: (context: Context) => Promise<boolean>, out: Output): Promise<number> {
  try {
    return (await work({ env: readEnv(), out })) ? DONE : FAILED;
  } catch (error) {
    if (error instanceof ConfigError) for (const line of configLines(error, out.speech)) out.warn(line);
    else if (error instanceof VigieError) out.warn(`vigie: ${errorSentence(error, out.speech)}`);
    else out.warn(`vigie: ${(error as Error).stack ?? error}`);
    return error instanceof VigieError && error.code.startsWith('query.') ? USAGE : FAILED;
  }
}

function build(settled: (work: (context: Context) => Promise<boolean>) => Promise<void>): Command {
  const program = new Command('vigie')
    .description('The daily watch of a team: sources in, a digest that fits the hour out')
    .version(VERSION)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => process.stdout.write(text),
      writeErr: (text) => process.stderr.write(text),
    });

  /** One command: its words, its options, what it does. */
  function command<Options extends object>(
    parent: Command,
    usage: string,
    description: string,
    action: Action<Options>,
    options: Option[] = [],
  ): Command {
    const added = parent
      .command(usage)
      .description(description)
      .exitOverride()
      .addOption(new Option('--json', 'one JSON document on stdout'));
    for (const option of options) added.addOption(option);
    added.action((...all: unknown[]) => {
      // Commander gives the words (a list for <query...>), then the options, then the command itself.
      const words = all
        .slice(0, -2)
        .flat()
        .filter((word) => word !== undefined) as string[];
      return settled((context) => action(context, all.at(-2) as Options, ...words));
    });
    return added;
  }

  const now = new Option('--now <iso>', 'act as if it were this instant').argParser(instant);
  const minutes = new Option('--minutes <n>', 'minutes of the edition').argParser(wholeNumber(5, 240));
  const limit = new Option('--limit <n>', 'results at most').argParser(wholeNumber(1, 200)).default(20);
  const offset = new Option('--offset <n>', 'results to pass over').argParser(wholeNumber(0, 10_000)).default(0);

  command(program, 'serve', 'web app and schedule', serve);
  command(program, 'demo', 'the app offline, on sample data made for it', demo);
  command(program, 'sweep', 'ask the sources that are due', sweepOnce, [
    new Option('--force', 'ask every source, due or not'),
    new Option('--source <id>', 'only this one: id or address'),
    now,
  ]);
  command(program, 'check <url>', 'try one address, store nothing', check);
  command(program, 'digest', 'the edition of a day, made if today has none', digest, [
    new Option('--date <day>', 'local day, yyyy-mm-dd').argParser(day),
    minutes,
    now,
  ]);
  command(program, 'search <query...>', 'search everything that was collected', search, [
    limit,
    offset,
  ]).allowUnknownOption();
  command(program, 'trends', 'what is spoken of more than its own past', trends, [
    new Option('--days <n>', 'days of the series').argParser(wholeNumber(14, 120)),
    now,
  ]);
  command(program, 'competitors', 'how the watched actors stand', competitors, [
    new Option('--days <n>', 'days of the window').argParser(wholeNumber(1, 365)).default(7),
    now,
  ]);
  command(program, 'labels', 'what readers set right, one JSON object a line', labels);
  command(program, 'reindex', 'rebuild the search index from the store', reindexAll);
  command(program, 'doctor', 'what is wrong and how to mend it', doctor);

  const source = program.command('source').description('the sources').exitOverride();
  command(source, 'list', 'every source and how it is', sourceList);
  command(source, 'add <url>', 'follow a feed, or the feed a page announces', sourceAdd, [
    new Option('--name <name>', 'what to call it'),
    new Option('--kind <kind>', 'what it is, when it is no feed').choices([...SOURCE_KINDS]),
    new Option('--select <selector>', 'page: the zone to watch'),
    new Option('--item <selector>', 'list: the entries; guessed when absent'),
    new Option('--title <selector>', 'list: the title in an entry'),
    new Option('--link <selector>', 'list: the link in an entry'),
    new Option('--date <selector>', 'list: the date in an entry'),
    new Option('--match <pattern>', 'sitemap: the addresses to follow'),
    new Option('--competitor <id>', 'whose it is'),
    new Option('--tag <tag...>', 'tags'),
    new Option('--every <duration>', 'between two checks, like 30m').argParser(duration),
  ]);
  command(source, 'remove <id>', 'stop following; the articles stay', sourceRemove);
  command(source, 'pause <id>', 'stop asking for now', (context, options, id = '') =>
    sourcePause(context, options, id, true),
  );
  command(source, 'resume <id>', 'ask again', (context, options, id = '') => sourcePause(context, options, id, false));

  const opml = program.command('opml').description('subscription lists').exitOverride();
  command(opml, 'import <file>', 'follow the feeds of a file or address', opmlImport);
  command(opml, 'export', 'the feeds followed, as OPML', opmlExport);

  const config = program.command('config').description('feeds.yaml').exitOverride();
  command(config, 'check', 'every mistake in feeds.yaml, with its place', configCheck);
  command(config, 'export', 'one feeds.yaml for the file and the sources added since', configExport);

  const user = program.command('user').description('people').exitOverride();
  command(user, 'add <email>', 'an account, and a one-time link to enter it', userAdd, [
    new Option('--role <role>', 'what they may do').choices([...ROLES]).default('reader'),
  ]);
  command(user, 'link [email]', 'a one-time sign-in link; without an address, of the first owner', userLink);
  return program;
}

function duration(text: string): number {
  const ms = durationMs(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError('expected a duration like 30m, 6h or 1d.');
  return ms;
}

function instant(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('expected an instant like 2026-07-15T06:30:00Z.');
  return at;
}

function day(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('expected a day like 2026-07-15.');
  return text;
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new InvalidArgumentError(`expected a whole number from ${least} to ${most}.`);
    return value;
  };
