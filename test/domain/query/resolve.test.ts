import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/domain/model/units.ts';
import { catalog } from '../../../src/domain/query/catalog.ts';
import { NO_FACTS } from '../../../src/domain/query/document.ts';
import { matchQuery } from '../../../src/domain/query/match.ts';
import { domainsOf, type Facts } from '../../../src/domain/query/resolve.ts';
import { aDocument, anActor, NOW, resolved } from '../../support/builders.ts';

const known = catalog(
  [
    anActor({ id: 'buffer', name: 'Buffer', aliases: ['buffer.com'] }),
    anActor({ id: 'agorapulse', name: 'Agora Pulse' }),
  ],
  [{ id: 'video-courte', name: 'Vidéo courte', query: 'reels' }],
  new Map([
    ['s1', 'Le Monde'],
    ['s2', 'Le Monde Pixels'],
  ]),
  (mark) => (mark === 'saved' ? ['i1'] : ['i2']),
);

const holds = (query: string, facts: Partial<Facts>): boolean =>
  matchQuery(resolved(query, known), aDocument('titre', 'texte', { ...NO_FACTS, ...facts })) !== undefined;

describe('fields ask for what a document is known to be', () => {
  test('competitor: and topic: go by id, name or alias, accents and case aside', () => {
    for (const name of ['buffer', 'BUFFER', '"Buffer.com"'])
      expect(holds(`competitor:${name}`, { competitor: ['buffer'] })).toBe(true);
    expect(holds('concurrent:"agora pulse"', { competitor: ['agorapulse'] })).toBe(true);
    expect(holds('thème:"video courte"', { topic: ['video-courte'] })).toBe(true);
    expect(holds('topic:video-courte', { topic: ['video-courte'] })).toBe(true);
    expect(holds('competitor:buffer', { competitor: ['agorapulse'] })).toBe(false);
  });

  test('a part of a name is enough, the whole name wins', () => {
    expect(holds('source:pixels', { source: ['s2'] })).toBe(true);
    expect(holds('source:"le monde"', { source: ['s1'] })).toBe(true);
    expect(holds('source:"le monde"', { source: ['s2'] })).toBe(false);
    expect(holds('source:mon', { source: ['s1'] })).toBe(false);
  });

  test('a name nobody has matches nothing, and its exclusion everything', () => {
    expect(holds('competitor:inconnu', { competitor: ['buffer'] })).toBe(false);
    expect(holds('-competitor:inconnu', {})).toBe(true);
  });

  test('site: takes a domain and everything under it', () => {
    const blog = { host: domainsOf('https://www.blog.buffer.com/x') };
    for (const site of ['buffer.com', 'blog.buffer.com', 'www.blog.buffer.com', 'BUFFER.com'])
      expect(holds(`site:${site}`, blog)).toBe(true);
    expect(holds('site:https://www.buffer.com/pricing?x=1', blog)).toBe(true);
    expect(holds('site:uffer.com', blog)).toBe(false);
    expect(holds('site:shop.buffer.com', blog)).toBe(false);
  });

  test('author: goes by whole words of the name', () => {
    expect(holds('author:"le gall"', { author: 'anne le gall' })).toBe(true);
    expect(holds('author:gal', { author: 'anne le gall' })).toBe(false);
  });

  test('is:saved and is:unread go by what the reader marked', () => {
    expect(holds('is:saved', { id: ['i1'] })).toBe(true);
    expect(holds('is:saved', { id: ['i9'] })).toBe(false);
    expect(holds('is:unread', { id: ['i2'] })).toBe(false);
    expect(holds('is:unread', { id: ['i9'] })).toBe(true);
  });

  test('after: includes its day, before: stops short of it, last: counts back from now', () => {
    const at = (iso: string) => ({ at: Date.parse(iso) });
    expect(holds('after:2026-03-01', at('2026-03-01T00:00:00Z'))).toBe(true);
    expect(holds('after:2026-03-01', at('2026-02-28T23:59:59Z'))).toBe(false);
    expect(holds('before:2026-03-01', at('2026-02-28T23:59:59Z'))).toBe(true);
    expect(holds('before:2026-03-01', at('2026-03-01T00:00:00Z'))).toBe(false);
    expect(holds('last:2d', { at: NOW - 2 * DAY_MS })).toBe(true);
    expect(holds('last:2d', { at: NOW - 2 * DAY_MS - 1 })).toBe(false);
  });

  test('what is no web address has no domain', () => {
    expect(domainsOf('mailto:a@b')).toEqual(['']);
    expect(domainsOf(undefined)).toEqual([]);
    expect(domainsOf('not an address')).toEqual([]);
  });
});
