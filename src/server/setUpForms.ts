import { aliasQuery } from '../domain/enrich/actors.ts';
import { VigieError } from '../domain/errors.ts';
import { minuteOfDay } from '../domain/model/clockTime.ts';
import { BUDGETS, MOST_COMPETITORS, type SetUp, type SetUpActor, type Starter } from '../domain/model/setUp.ts';
import { isTimezone } from '../domain/model/timezone.ts';
import { foldText } from '../domain/query/words.ts';
import { addressOf } from '../domain/sources/platforms.ts';
import { emailOf } from './email.ts';
import { type Fields, linesOf, one, several } from './forms.ts';

const MOST_ADDRESSES = 100;
const MAX_NAME = 120;

/** What somebody typed of an actor, right or wrong. */
export interface TypedActor {
  name: string;
  aliases: string;
  site: string;
}

/** Answers so far. What was typed wrongly stands beside, to be shown again. */
export const firstAnswers = (language: 'fr' | 'en', timezone: string, title: string): SetUp => ({
  ...{ title, language, timezone, competitors: [], trades: [], readIn: [language], hasPress: true, addresses: [] },
  ...{ minutes: 60, at: 6 * 60 + 30 },
});

/** @throws VigieError `setUp.noTitle`, `setUp.badTimezone` */
export function readWatch(fields: Fields): Pick<SetUp, 'title' | 'language' | 'timezone'> {
  const title = nameIn(one(fields, 'title'));
  const timezone = one(fields, 'timezone');
  if (title === '') throw new VigieError('setUp.noTitle');
  if (!isTimezone(timezone)) throw new VigieError('setUp.badTimezone', { timezone });
  return { title, timezone, language: one(fields, 'language') === 'en' ? 'en' : 'fr' };
}

/** The rows of a form that have something in them. */
export function typedActors(fields: Fields): TypedActor[] {
  const [names, aliases, sites] = ['name', 'aliases', 'site'].map((field) => several(fields, field));
  return (names ?? [])
    .map((name, at) => ({ name: nameIn(name), aliases: aliases?.[at] ?? '', site: (sites?.[at] ?? '').trim() }))
    .filter(({ name, site }) => name !== '' || site !== '')
    .slice(0, MOST_COMPETITORS);
}

/**
 * @param known what was said before: of a site that stays the same, what was found stays
 * @throws VigieError `setUp.badName`, `setUp.badSite`, naming the row
 */
export function readActor({ name, aliases, site }: TypedActor, known: readonly SetUpActor[]): SetUpActor {
  const address = site === '' ? undefined : siteIn(site);
  if (site !== '' && address === undefined) throw new VigieError('setUp.badSite', { site });
  const own = name || new URL(address ?? '').hostname.replace(/^www\./, '');
  const spellings = [
    ...new Set(
      aliases
        .split(/[,;\n]/)
        .map(nameIn)
        .filter(Boolean),
    ),
  ];
  for (const text of [own, ...spellings]) checkWord(text);
  const before = known.find((each) => each.site === address);
  return {
    ...{ name: own, aliases: spellings, follow: before?.follow ?? [] },
    ...(address !== undefined && { site: address }),
  };
}

/**
 * Two of one name would share every article.
 * @throws VigieError `watch.twice`
 */
export function refuseTwice(actors: readonly { name: string }[]): void {
  const seen = new Set<string>();
  for (const { name } of actors) {
    const folded = foldText(name);
    if (seen.has(folded)) throw new VigieError('watch.twice', { name });
    seen.add(folded);
  }
}

/** What is asked between quotes must hold a word. */
function checkWord(text: string): void {
  try {
    aliasQuery(text);
  } catch (error) {
    if (error instanceof VigieError) throw new VigieError('setUp.badName', { name: text });
    throw error;
  }
}

/** @throws VigieError `setUp.nothing` when there would be nothing to read, `setUp.badAddress`, `setUp.tooManyAddresses` */
export function readSources(
  fields: Fields,
  { language }: SetUp,
  starters: readonly Starter[],
): Pick<SetUp, 'trades' | 'readIn' | 'hasPress' | 'addresses'> {
  const trades = several(fields, 'trade').filter((trade) => starters.some(({ id }) => id === trade));
  const readIn = (['fr', 'en'] as const).filter((each) => several(fields, 'readIn').includes(each));
  const lines = linesOf(one(fields, 'addresses'), MOST_ADDRESSES + 1);
  if (lines.length > MOST_ADDRESSES) throw new VigieError('setUp.tooManyAddresses', { most: MOST_ADDRESSES });
  const addresses = lines.map((line) => {
    const address = addressOf(line, language);
    if (address === undefined) throw new VigieError('setUp.badAddress', { line });
    return address;
  });
  if ((trades.length > 0 || one(fields, 'press') === 'on') && readIn.length === 0)
    throw new VigieError('setUp.noLanguage');
  return { trades, readIn, addresses, hasPress: one(fields, 'press') === 'on' };
}

/** @throws VigieError `setUp.badHour`, `setUp.badEmail` */
export function readMornings(fields: Fields): Pick<SetUp, 'minutes' | 'at'> & { email?: string } {
  const at = minuteIn(one(fields, 'at'));
  const budget = BUDGETS.find((each) => String(each) === one(fields, 'minutes')) ?? 60;
  const typed = one(fields, 'email').trim();
  const email = typed === '' ? undefined : emailOf(typed);
  if (typed !== '' && email === undefined) throw new VigieError('setUp.badEmail', { email: typed });
  return { minutes: budget, at, ...(email !== undefined && { email }) };
}

/**
 * "06:30" → 390.
 * @throws VigieError `setUp.badHour`
 */
export function minuteIn(typed: string): number {
  const at = minuteOfDay(typed);
  if (at === undefined) throw new VigieError('setUp.badHour');
  return at;
}

const nameIn = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);

/** "buffer.com" → "https://buffer.com/". */
function siteIn(typed: string): string | undefined {
  const text = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(text) || typed.length > 500) return undefined;
  const url = new URL(text);
  return url.hostname.includes('.') || url.hostname === 'localhost' ? url.href : undefined;
}
