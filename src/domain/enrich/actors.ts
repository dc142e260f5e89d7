import { never } from '../errors.ts';
import type { Match } from '../model/item.ts';
import type { Actor } from '../model/watch.ts';
import type { QueryNode } from '../query/ast.ts';
import { type QueryDocument, type Region, regionAt } from '../query/document.ts';
import { type Scope, type Span, spansOf } from '../query/match.ts';
import { parseRule } from '../query/parse.ts';
import { ruleIndex } from '../query/ruleIndex.ts';
import { foldText } from '../query/words.ts';
import { actsLikeCompany, writingAt } from './ambiguity.ts';
import type { EventLexicon } from './eventLexicon.ts';
import type { Mention } from './judge.ts';
import { proofOf } from './proof.ts';

type AliasNode = Extract<QueryNode, { type: 'word' | 'phrase' }>;
interface Spellings {
  type: 'or';
  nodes: AliasNode[];
}

interface ActorRule {
  id: string;
  aliases: Spellings;
  exclusions: Spellings;
  /** Folded words that its owner said mean other things too. */
  ambiguous: ReadonlySet<string>;
  /** Words that make an ambiguous name a name. */
  context: Spellings;
  /** Names as handles and hashtags join them: "societegenerale". */
  handles: string[];
}

/** An actor found in an item: the words that name it, and where they stand. */
export interface NamedActor {
  match: Match;
  places: Mention;
}

/** Places of one name that are looked at: a text that repeats it further proves nothing more. */
const MAX_SPANS = 1000;
/** "@AmazonFR" is Amazon; "@metalhead" is not Meta. */
const MIN_HANDLE_LETTERS = 5;

/** Prepares the actors once; finds those that an item names in the title, the text or the URL. */
export function actorFinder(
  actors: readonly Actor[],
): (document: QueryDocument, lexicon: EventLexicon) => NamedActor[] {
  const rules = actors.map(actorRule);
  const index = ruleIndex(rules, (rule) => rule.aliases);
  return (document, lexicon) => {
    const byHandle = handlesIn(document);
    const candidates = new Set(index.candidates(document));
    for (const rule of rules) if (byHandle.some(({ text }) => isHandleOf(text, rule))) candidates.add(rule);
    return [...candidates].flatMap((rule) => named(rule, document, byHandle, lexicon));
  };
}

/** The name, and the other spellings that the exclusions name: in "apple pie" stands Apple, Snapchat in none. */
const ambiguousWords = (name: string, spellings: readonly string[], not: readonly string[]): string[] => {
  const excluded = new Set(not.flatMap((each) => foldText(each).split(' ')));
  return [foldText(name), ...spellings.map(foldText).filter((spelling) => excluded.has(spelling))];
};

const spellingsOf = (texts: readonly string[]): Spellings => ({ type: 'or', nodes: texts.map(aliasQuery) });

function actorRule({ id, name, aliases, not, context = [] }: Actor): ActorRule {
  const spellings = aliases.some((alias) => alias === `=${name}`) ? aliases : [name, ...aliases];
  // A title all in capitals spells every name so.
  const shouted = spellings.filter((spelling) => spelling.startsWith('=')).map((spelling) => spelling.toUpperCase());
  return {
    id,
    aliases: spellingsOf([...spellings, ...shouted]),
    exclusions: spellingsOf(not),
    ambiguous: new Set(not.length + context.length > 0 ? ambiguousWords(name, spellings, not) : []),
    context: spellingsOf(context),
    handles: [name, ...aliases.filter((alias) => !alias.startsWith('='))].map((each) =>
      foldText(each).replaceAll(' ', ''),
    ),
  };
}

/** An alias is a phrase; `=Buffer` counts case. Names such as "M&S" or "AT&T" read as their words in a row. */
export const aliasQuery = (alias: string): AliasNode => {
  const exact = alias.startsWith('=');
  return parseRule(`${exact ? '=' : ''}"${(exact ? alias.slice(1) : alias).replaceAll('"', ' ')}"`) as AliasNode;
};

/** A mention is an alias outside every exclusion. */
function named(
  rule: ActorRule,
  document: QueryDocument,
  handles: readonly Handle[],
  lexicon: EventLexicon,
): NamedActor[] {
  const everywhere: Scope = { from: 0, to: document.url.end };
  const excluded = spansOf(rule.exclusions, document, everywhere).slice(0, MAX_SPANS);
  const bare = spansOf(rule.aliases, document, everywhere).slice(0, MAX_SPANS);
  const joined = handles.filter(({ text }) => isHandleOf(text, rule)).map(({ at }): Span => [at, at]);
  const told = bare.filter((span) => !isPublisher(span, document) && !excluded.some((other) => overlaps(span, other)));
  const spans = [...joined, ...told.filter((span) => isName(span, rule, document, lexicon))];
  if (spans.length === 0) return [];
  return [{ match: proofOf(rule.id, spans, document), places: placesOf(rule.id, spans, document) }];
}

/**
 * Whether a spelling names the actor where it stands. Names of several words do; an ambiguous one when it is written as a
 * name, or when its context or what it does says so.
 */
function isName(span: Span, rule: ActorRule, document: QueryDocument, lexicon: EventLexicon): boolean {
  if (span[0] >= document.url.offset) return true;
  const { words, offset } = regionAt(document, span[0]);
  const spelled = words.folded.slice(span[0] - offset, span[1] - offset + 1).join(' ');
  if (!rule.ambiguous.has(spelled)) return true;
  const inContext = () =>
    spansOf(rule.context, document, { from: 0, to: document.text.end }).some((other) => !overlaps(span, other));
  const isPhrase = span[1] > span[0];
  const writing = writingAt(span, document);
  switch (writing) {
    case 'tagged':
    case 'name':
      return true;
    case 'capital':
      return isPhrase || inContext() || actsLikeCompany(span, document, lexicon);
    case 'careless':
      return isPhrase || inContext();
    case 'small':
      return inContext();
    case 'verb':
      return false;
    default:
      return never(writing);
  }
}

interface Handle {
  at: number;
  text: string;
}

function handlesIn(document: QueryDocument): Handle[] {
  return [document.title, document.text].flatMap(({ words, offset, end }) => {
    if (!/[#@]/.test(words.raw)) return [];
    return words.folded
      .slice(0, end - offset)
      .map((text, index) => ({ at: offset + index, text }))
      .filter(({ at }) => isTagged(at, document));
  });
}

const isTagged = (at: number, document: QueryDocument): boolean => {
  const { words, offset } = regionAt(document, at);
  return /[#@]/.test(words.raw[(words.starts[at - offset] ?? 0) - 1] ?? '');
};

const isHandleOf = (text: string, { handles }: ActorRule): boolean =>
  handles.some((handle) => text === handle || (handle.length >= MIN_HANDLE_LETTERS && text.startsWith(handle)));

/** Where the spans stand, in letters. */
function placesOf(id: string, spans: readonly Span[], { title, text }: QueryDocument): Mention {
  const within = ({ words, offset, end }: Region): [number, number][] =>
    spans
      .filter(([start]) => start >= offset && start < end)
      .map(([start, last]) => [words.starts[start - offset] ?? 0, words.ends[last - offset] ?? 0]);
  return { id, inTitle: within(title), inText: within(text).slice(0, 1) };
}

/** A bare name in the host says who publishes: news.google.com is not about Google. An alias "buffer.com" means the host. */
const isPublisher = ([start, end]: Span, { url, hostEnd }: QueryDocument): boolean =>
  start >= url.offset && start < hostEnd && start === end;

const overlaps = (a: Span, b: Span): boolean => a[0] <= b[1] && b[0] <= a[1];
