import { never } from '../errors.ts';
import type { FieldNode, NearNode, PhraseNode, QueryClock, QueryNode, ScopeNode, WordNode } from './ast.ts';

/** A node that speaks of words. */
export type TextNode = WordNode | PhraseNode | NearNode | ScopeNode;

/** The values a document answers fields with. */
export interface Facts {
  id: string[];
  source: string[];
  competitor: string[];
  topic: string[];
  event: string[];
  lang: string[];
  tone: string[];
  /** Folded. */
  tag: string[];
  /** The host and every domain above it. */
  host: string[];
  /** Folded. */
  author: string;
  /** Published, else first seen. */
  at: number;
}
export type FactField = Exclude<keyof Facts, 'author' | 'at'>;

/** A query with its names turned into ids and its days into instants: what the tagger and both search engines answer. */
export type ResolvedNode =
  | TextNode
  | { type: 'in'; field: FactField; values: string[] }
  | { type: 'author'; value: string }
  | { type: 'range'; from?: number; to?: number }
  | { type: 'and' | 'or'; nodes: ResolvedNode[] }
  | { type: 'not'; node: ResolvedNode };

/** Knows what people call things. */
export interface Catalog {
  /** Ids of what a folded name stands for; empty when nothing is called so. */
  idsOf(field: 'source' | 'competitor' | 'topic', name: string): string[];
  /** Item ids the reader marked. */
  marked(mark: 'saved' | 'read'): string[];
}

export function resolve(node: QueryNode, catalog: Catalog, clock: QueryClock): ResolvedNode {
  switch (node.type) {
    case 'word':
    case 'phrase':
    case 'near':
    case 'scope':
      return node;
    case 'and':
    case 'or':
      return { type: node.type, nodes: node.nodes.map((each) => resolve(each, catalog, clock)) };
    case 'not':
      return { type: 'not', node: resolve(node.node, catalog, clock) };
    case 'field':
      return resolveField(node, catalog);
    case 'date':
      if (node.op === 'last') return { type: 'range', from: clock.now - node.ms };
      return node.op === 'after'
        ? { type: 'range', from: clock.dayStart(node.day) }
        : { type: 'range', to: clock.dayStart(node.day) };
    default:
      return never(node);
  }
}

function resolveField({ field, value }: FieldNode, catalog: Catalog): ResolvedNode {
  switch (field) {
    case 'source':
    case 'competitor':
    case 'topic':
      return { type: 'in', field, values: catalog.idsOf(field, value) };
    case 'author':
      return { type: 'author', value };
    case 'site':
      return { type: 'in', field: 'host', values: [hostIn(value)] };
    case 'is':
      if (value === 'saved') return { type: 'in', field: 'id', values: catalog.marked('saved') };
      if (value === 'unread') return { type: 'not', node: { type: 'in', field: 'id', values: catalog.marked('read') } };
      return { type: 'in', field: 'event', values: ['alert'] };
    default:
      return { type: 'in', field, values: [value] };
  }
}

/** A site may be pasted as an address: "https://www.buffer.com/blog" → "buffer.com". */
const hostIn = (site: string): string =>
  site
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/:?#].*$/, '');

/** "blog.buffer.com" → itself, "buffer.com", "com". */
export function domainsOf(url: string | undefined): string[] {
  if (!url || !URL.canParse(url)) return [];
  const labels = new URL(url).hostname.replace(/^www\./, '').split('.');
  return labels.map((_, index) => labels.slice(index).join('.'));
}
