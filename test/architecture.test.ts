import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { PROBLEM_KINDS } from '../src/domain/model/source.ts';
import en from '../web/locales/en.json' with { type: 'json' };
import fr from '../web/locales/fr.json' with { type: 'json' };
import { type Import, importsOf, tokensOf } from './support/imports.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  path: string;
  text: string;
  imports: Import[];
}

const filesIn = (folder: string): SourceFile[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = join(folder, name);
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(text) };
    });

const files = [...filesIn('src'), ...filesIn('web')];
const domain = files.filter(({ path }) => path.startsWith('src/domain/'));

/** Where a relative import leads, from the project's root. */
const targetOf = (path: string, specifier: string): string => relative(ROOT, join(ROOT, dirname(path), specifier));

/** What each folder may import of ours besides itself. */
interface Rule {
  folder: string;
  may: string[];
  /** Folders of which only types may be imported. */
  mayTypes?: string[];
}

/** First match wins: the narrower folder first. */
const MAP: Rule[] = [
  { folder: 'src/domain', may: [] },
  { folder: 'src/config', may: ['src/domain'] },
  ...['deliver', 'http', 'identity', 'observe', 'reader', 'search', 'store'].map((name) => ({
    folder: `src/adapters/${name}`,
    may: ['src/domain'],
  })),
  { folder: 'src/pipeline', may: ['src/domain', 'web'], mayTypes: ['src/adapters/store', 'src/adapters/reader'] },
  { folder: 'src/scheduler', may: ['src/pipeline', 'src/domain'] },
  // Widened: the types of what the store gives, and the reader of project files (styles, icons).
  {
    folder: 'src/server',
    may: ['src/pipeline', 'src/domain', 'web', 'src/config/paths.ts'],
    mayTypes: ['src/adapters/store'],
  },
  // The demo serves sample sites and picks their days: it is a program of its own, wired by the command line.
  { folder: 'src/demo', may: ['src/pipeline', 'src/domain', 'src/config'] },
  { folder: 'src/cli', may: ['src', 'web'] },
  { folder: 'src/main.ts', may: ['src/cli'] },
  // Widened: pure code of the domain, not its types alone.
  { folder: 'web', may: ['src/domain'] },
];

const isUnder = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function strays({ path, imports }: SourceFile): string[] {
  const rule = MAP.find(({ folder }) => isUnder(path, folder));
  if (!rule) return [`${path}: no rule for its folder`];
  return imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .filter(({ specifier, isType }) => {
      const target = targetOf(path, specifier);
      const allowed = [rule.folder, ...rule.may, ...(isType ? (rule.mayTypes ?? []) : [])];
      return !allowed.some((folder) => isUnder(target, folder));
    })
    .map(({ specifier, isType }) => `${path} imports ${isType ? 'types of ' : ''}${targetOf(path, specifier)}`);
}

/** Paths of files that lead back to themselves. */
function cyclesAmong(graph: ReadonlyMap<string, string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) cycles.push([...trail.slice(at), path].join(' → '));
    if (at >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}

describe('who may import whom', () => {
  test('the project is read whole', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(400);
  });

  test.each(MAP)('$folder imports what the map allows', ({ folder }) => {
    const mine = files.filter(({ path }) => MAP.find((rule) => isUnder(path, rule.folder))?.folder === folder);
    expect(mine.flatMap(strays)).toEqual([]);
  });

  test('every folder of src has a rule, and every import leads to a file', () => {
    const known = new Set(files.map(({ path }) => path));
    for (const { path, imports } of files) {
      expect(
        MAP.some(({ folder }) => isUnder(path, folder)),
        path,
      ).toBe(true);
      for (const { specifier } of imports)
        if (/^\..*\.tsx?$/.test(specifier)) expect(known, `${path}: ${specifier}`).toContain(targetOf(path, specifier));
    }
  });

  test('nothing that runs imports itself in a circle', () => {
    const graph = new Map(
      files.map(({ path, imports }) => [
        path,
        imports
          .filter(({ specifier, isType }) => specifier.startsWith('.') && !isType)
          .map(({ specifier }) => targetOf(path, specifier)),
      ]),
    );
    expect(cyclesAmong(graph)).toEqual([]);
  });

  test('a circle would be seen', () => {
    expect(
      cyclesAmong(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b → c → b']);
  });
});

describe('the domain is pure', () => {
  const PACKAGES = [
    '@orama/stemmers',
    'rss-parser',
    'cheerio',
    'domhandler',
    'zod',
    'htmlparser2',
    'iconv-lite',
    'eld',
    'entities',
    'diff',
    'fontoxpath',
    '@mozilla/readability',
    'linkedom',
    'node:crypto',
  ];

  test('it uses a few packages and of Node only the hash', () => {
    const outside = domain.flatMap(({ path, imports }) =>
      imports
        .filter(
          ({ specifier }) =>
            !specifier.startsWith('.') &&
            !PACKAGES.some((name) => specifier === name || specifier.startsWith(`${name}/`)),
        )
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
    expect(outside).toEqual([]);
    for (const { path, text, imports } of domain)
      if (imports.some(({ specifier }) => specifier === 'node:crypto'))
        expect(text, path).toMatch(/import \{ createHash \} from 'node:crypto'/);
  });

  /** Tokens joined by spaces, so that a ban is not fooled by layout, comments or texts. */
  const code = domain.map(({ path, text }) => ({
    path,
    text: tokensOf(text)
      .map(({ kind, value }) => (kind === 'text' ? '""' : value))
      .join(' '),
  }));

  test.each([
    ['the clock', /\bDate \. now\b|\bnew Date \( \)|\bperformance\b|\bprocess \. (uptime|hrtime)\b/],
    ['chance', /\bMath \. random\b|\brandom(UUID|Bytes|Int)\b|\bgetRandomValues\b/],
    ['the environment', /\bprocess\b|\bglobalThis\b|\bimport \. meta\b/],
    ['the network', /(?<!\. )\bfetch \(|\bXMLHttpRequest\b|\bWebSocket\b|\bparseURL\b/],
    ['timers', /\bset(Timeout|Interval)\b/],
    ['the console', /\bconsole\b/],
  ])('it never reads or uses %s', (_, ban) => {
    expect(code.filter(({ text }) => ban.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

test('process.env is read in one place', () => {
  const readers = [...files, ...filesIn('web/islands')].filter(({ text }) =>
    /\bprocess \. env\b/.test(
      tokensOf(text)
        .map(({ value }) => value)
        .join(' '),
    ),
  );
  expect(readers.map(({ path }) => path)).toEqual(['src/config/env.ts']);
});

test('files are at most 250 lines, tests at most 400', () => {
  const tooLong = (list: SourceFile[], limit: number) =>
    list.filter(({ text }) => text.split('\n').length - 1 > limit).map(({ path }) => path);
  expect(tooLong(files, 250)).toEqual([]);
  expect(tooLong(filesIn('test'), 400)).toEqual([]);
});

describe('sentences', () => {
  /** Every sentence by its key; the forms of a plural, which no two languages share, are one sentence. */
  function sentences(node: object, prefix = ''): [string, string[]][] {
    return Object.entries(node).flatMap(([key, value]: [string, object | string]): [string, string[]][] => {
      if (typeof value === 'string') return [[prefix + key, [value]]];
      return 'other' in value
        ? [[prefix + key, Object.values(value as Record<string, string>)]]
        : sentences(value, `${prefix}${key}.`);
    });
  }
  const [french, english] = [new Map(sentences(fr)), new Map(sentences(en))];
  const parametersOf = (forms: string[] | undefined) => [...new Set(forms?.join(' ').match(/\{\w+\}/g))].sort();

  test('French and English have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...french.keys()].sort());
  });

  test('the same sentence takes the same parameters in both', () => {
    for (const [key, forms] of french) expect(parametersOf(english.get(key)), key).toEqual(parametersOf(forms));
  });

  test('a plural has "one" and "other", and counts', () => {
    for (const [key, forms] of [...french, ...english].filter(([, { length }]) => length > 1)) {
      expect(forms, key).toHaveLength(2);
      expect(parametersOf(forms), key).toContain('{count}');
    }
  });

  test('none is empty', () => {
    for (const [key, forms] of [...french, ...english]) for (const form of forms) expect(form.trim(), key).not.toBe('');
  });

  test.each(PROBLEM_KINDS)('the problem "%s" is told, and how to mend it', (kind) => {
    for (const of of [french, english])
      expect([...of.keys()]).toEqual(expect.arrayContaining([`problem.${kind}`, `mend.${kind}`]));
  });

  test('every code a VigieError is thrown with has its sentence', () => {
    const codes = files.flatMap(({ text }) =>
      [...text.matchAll(/new VigieError\(([^;]*?)(?:, \{|\)|, error)/g)].flatMap(([, argument = '']) =>
        [...argument.matchAll(/'(\w+\.\w+)'/g)].map(([, code]) => code),
      ),
    );
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(french.has(`errors.${code}`), code).toBe(true);
  });

  test('every sentence a file names by itself exists', () => {
    const named = files.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\('([a-zA-Z]+(?:\.[\w-]+)+)'/g)].map(([, key = '']) => ({ path, key })),
    );
    expect(named.length).toBeGreaterThan(50);
    for (const { path, key } of named) expect(french.has(key), `${path}: ${key}`).toBe(true);
  });
});

describe('the reader of imports', () => {
  const specifiers = (source: string) => importsOf(source).map(({ specifier }) => specifier);

  test('sees two imports on one line', () => {
    expect(specifiers(`import { a } from './a.ts'; import b from "./b.ts"; export * from './c.ts'`)).toEqual([
      './a.ts',
      './b.ts',
      './c.ts',
    ]);
  });

  test('sees every form, over several lines', () => {
    const source = `import './side.ts';\nimport {\n  a,\n  type B,\n} from './many.ts';\nimport d, * as e from './all.ts';\nexport { f } from './again.ts';\nconst g = await import('./late.ts');\nimport data from './data.json' with { type: 'json' };`;
    expect(specifiers(source)).toEqual([
      './side.ts',
      './many.ts',
      './all.ts',
      './again.ts',
      './late.ts',
      './data.json',
    ]);
  });

  test('tells types from what runs', () => {
    const source = `import type { A } from './a.ts'; import { type B } from './b.ts'; export type { C } from './c.ts'; import type from './d.ts'`;
    expect(importsOf(source).map(({ isType }) => isType)).toEqual([true, false, true, false]);
  });

  test('is not fooled by comments, texts, templates and regular expressions', () => {
    const source = `// import a from './a.ts'\n/* import b from './b.ts' */\nconst c = "import d from './d.ts'";\nconst e = \`import f from './f.ts'\`;\nconst g = /'"/.test(h) ? 1 / 2 : Array.from('x');\nimport z from './z.ts';`;
    expect(specifiers(source)).toEqual(['./z.ts']);
  });
});
