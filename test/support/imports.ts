/** One import or re-export, as the source writes it. */
export interface Import {
  specifier: string;
  /** `import type` and `export type`: gone before the program runs. */
  isType: boolean;
}

type Token = { kind: 'word' | 'sign' | 'text' | 'template'; value: string };

/** Words after which a slash begins a regular expression rather than a division. */
const BEFORE_REGEXP = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'delete',
  'void',
  'throw',
  'new',
  'await',
  'yield',
  'else',
  'do',
]);

/** Cuts TypeScript into words, signs and quoted texts; comments and regular expressions are left out. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  const rules: [RegExp, Token['kind'] | undefined][] = [
    [/\s+/y, undefined],
    [/\/\/[^\n]*|\/\*[\s\S]*?\*\//y, undefined],
    [/'((?:[^'\\\n]|\\[\s\S])*)'|"((?:[^"\\\n]|\\[\s\S])*)"/y, 'text'],
    [/`(?:[^`\\]|\\[\s\S])*`/y, 'template'],
    [/[\p{L}\p{N}_$]+/uy, 'word'],
  ];
  for (let at = 0; at < source.length; ) {
    let end = at;
    for (const [rule, kind] of rules) {
      rule.lastIndex = at;
      const found = rule.exec(source);
      if (!found) continue;
      if (kind === 'template') tokens.push({ kind, value: '``' }, ...codeWithin(found[0]));
      else if (kind) tokens.push({ kind, value: found[1] ?? found[2] ?? found[0] });
      end = rule.lastIndex;
      break;
    }
    if (end === at) end = regexpEnd(source, at, tokens.at(-1)) ?? at;
    if (end === at) {
      tokens.push({ kind: 'sign', value: source[at] ?? '' });
      end = at + 1;
    }
    at = end;
  }
  return tokens;
}

/** The code between `${` and `}` of a template. */
const codeWithin = (template: string): Token[] =>
  [...template.matchAll(/\$\{([^}]*)\}/g)].flatMap(([, code = '']) => tokensOf(code));

function regexpEnd(source: string, at: number, before: Token | undefined): number | undefined {
  if (source[at] !== '/') return undefined;
  const divides =
    before &&
    (before.kind === 'word'
      ? !BEFORE_REGEXP.has(before.value)
      : before.kind !== 'sign' || ')]}'.includes(before.value));
  if (divides) return undefined;
  const regexp = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
  regexp.lastIndex = at;
  return regexp.exec(source) ? regexp.lastIndex : undefined;
}

/** Every `import … from`, `export … from`, `import '…'` and `import('…')` of a source. */
export function importsOf(source: string): Import[] {
  const tokens = tokensOf(source);
  return tokens.flatMap((token, index): Import[] => {
    if (token.kind !== 'text') return [];
    const [before, earlier] = [tokens[index - 1], tokens[index - 2]];
    const is = (each: Token | undefined, value: string) =>
      each !== undefined && each.kind !== 'text' && each.value === value;
    if (is(before, 'from')) return [{ specifier: token.value, isType: isTypeOnly(tokens, index - 1) }];
    if (is(before, 'import') || (is(before, '(') && is(earlier, 'import')))
      return [{ specifier: token.value, isType: false }];
    return [];
  });
}

/** Walks back from `from` to its `import` or `export`, and looks at the word behind it. */
function isTypeOnly(tokens: readonly Token[], from: number): boolean {
  for (let index = from - 1; index >= 0; index -= 1) {
    const { kind, value } = tokens[index] as Token;
    if (kind === 'word' && (value === 'import' || value === 'export'))
      return tokens[index + 1]?.value === 'type' && tokens[index + 2]?.value !== 'from';
  }
  return false;
}
