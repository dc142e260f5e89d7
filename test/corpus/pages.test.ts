import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RawItem } from '../../src/domain/model/item.ts';
import type { SourceMemory } from '../../src/domain/model/source.ts';
import { readPage } from '../../src/domain/sources/page.ts';
import { aSource } from '../support/builders.ts';
import { withNoise } from '../support/pageNoise.ts';

interface Page {
  id: string;
  kind: string;
  language: string;
  url?: string;
  contentType: string;
  versions?: { at: string; file: string }[];
}

const CORPUS = resolve(process.cwd(), '../shared/corpus');
const NOISES = 20;
const HOUR_MS = 3_600_000;

const bytesOf = (file: string) => new Uint8Array(readFileSync(resolve(CORPUS, file)));
const pages = (JSON.parse(readFileSync(resolve(CORPUS, 'manifest.json'), 'utf8')).documents as Page[]).filter(
  ({ kind, versions }) => kind === 'page' && versions !== undefined,
);

interface Reading {
  entries: RawItem[];
  memory: SourceMemory;
  isNew: boolean;
}

function read(page: Page, body: Uint8Array, now: number, memory: SourceMemory): Reading {
  const { url = `https://pages.example/${page.id}`, contentType } = page;
  const language = page.language === 'fr' ? 'fr' : 'en';
  const source = aSource({ kind: 'page', url });
  const reading = readPage({ source, body, contentType, finalUrl: url, memory, now, language });
  if (reading.kind !== 'entries') throw new Error(`${page.id}: ${reading.kind}`);
  return { entries: reading.entries, memory: reading.memory, isNew: reading.version !== undefined };
}

/** The versions of a page one after the other, as the watch reads them. */
function history(page: Page) {
  let memory: SourceMemory = {};
  return (page.versions ?? []).map(({ at, file }) => {
    const reading = read(page, bytesOf(file), Date.parse(at), memory);
    const step = { at, file, known: memory, ...reading };
    memory = reading.memory;
    return step;
  });
}

/** Versions that say the same as the one before: only order, the site's frame, widgets, stamps or what flickers moved. */
const UNCHANGED = [
  'apple-newsroom 2021-06-13T12:52:59Z',
  'apple-newsroom 2021-06-14T01:31:42Z',
  'backmarket-conditions 2023-11-29T12:32:26Z',
  'backmarket-conditions 2024-01-22T12:32:33Z',
  'instagram-monetisation 2026-07-02T12:47:25Z',
  'instagram-monetisation 2026-07-16T12:47:58Z',
  'instagram-monetisation 2026-08-06T12:47:11Z',
  'instagram-monetisation 2026-08-22T12:46:13Z',
  'lesfaits-methode 2026-06-24T22:53:03Z',
  'lesfaits-methode 2026-06-27T16:07:10Z',
  'lesfaits-tech 2026-06-25T12:07:32Z',
  'lesfaits-tech 2026-06-25T17:55:23Z',
  'lesfaits-tech 2026-06-26T09:08:20Z',
  'pine64-boards 2021-08-04T10:34:23Z',
  'pine64-boards 2021-08-04T22:30:42Z',
  'threads-terms 2025-12-08T12:55:56Z',
  'threads-terms 2026-06-25T13:02:04Z',
  'tiktok-community-guidelines 2024-03-08T12:35:39Z',
  'tiktok-community-guidelines 2026-08-20T13:00:05Z',
  'tiktok-confidentialite-fr 2026-08-05T12:39:02Z',
  'wttj-confidentialite 2025-06-23T12:43:18Z',
  'wttj-confidentialite 2025-09-19T12:44:37Z',
];

const all = pages.map((page) => ({ page, steps: history(page) }));
const told = (id: string, day: string) => {
  const step = all.find(({ page }) => page.id === id)?.steps.find(({ at }) => at.startsWith(day));
  return step?.entries[0];
};
const pricesOf = (id: string, day: string) =>
  (told(id, day)?.change?.prices ?? []).map(
    ({ label, before, after }) => `${label}: ${before.value} → ${after.value} ${after.currency}/${after.period ?? ''}`,
  );

test('thirty pages: the first reading tells nothing, every version that differs is one item, the others none', () => {
  expect(pages).toHaveLength(30);
  const quiet = all.flatMap(({ page, steps }) =>
    steps.slice(1).flatMap(({ entries, at }) => (entries.length === 0 ? [`${page.id} ${at}`] : [])),
  );
  expect(quiet.sort()).toEqual(UNCHANGED);
  for (const { page, steps } of all) {
    expect(steps[0]?.entries, page.id).toEqual([]);
    for (const { entries, at } of steps) expect(entries.length, `${page.id} ${at}`).toBeLessThanOrEqual(1);
  }
});

describe('prices, each checked by eye in the pages', () => {
  test('netcup raises its VPS: a month and an hour of each, old and new', () => {
    expect(pricesOf('netcup-vps', '2022-08-09')).toEqual(
      expect.arrayContaining([
        'VPS 1000 G9 → VPS 1000 G10: 6 → 8.75 EUR/',
        'VPS 1000 G9 → VPS 1000 G10: 0.014 → 0.015 EUR/hour',
        'Preis pro Monat: 21 → 23 EUR/',
      ]),
    );
    expect(pricesOf('netcup-vps', '2023-04-16')).toEqual(
      expect.arrayContaining(['VPS 200 G10s: 2.99 → 3.25 EUR/', 'VPS 8000 G10: 41 → 44.67 EUR/']),
    );
  });

  test('one price of a page goes up, and four months later down again', () => {
    expect(told('netcup-vps', '2023-12-01')?.title).toBe('VPS 3000 G10: 18,52 € → 19,52 € (+5%)');
    expect(told('netcup-vps', '2024-04-07')?.title).toBe('VPS 3000 G10: 19,52 € → 18,52 € (−5%)');
  });

  test('netcup raises its root servers', () => {
    expect(told('netcup-root-server', '2022-04-16')?.title).toBe(
      'RS 8000 G9 → RS 8000 G9.5: 44,00 € → 52,00 € (+18%) and 3 more prices',
    );
    expect(told('netcup-root-server', '2023-04-09')?.title).toBe(
      'RS 1000 G9.5: 9,00 € → 9,81 € (+9%) and 7 more prices',
    );
  });

  test('of special offers, only a product that both pages sell has a price that moved', () => {
    expect(pricesOf('netcup-special-offers', '2024-06-24')).toEqual([
      'Webhosting 4000 BF23 → Webhosting 4000 MA24: 3.76 → 3.13 EUR/month',
      'Webhosting 4000 BF23 → Webhosting 4000 MA24: 3.76 → 3.13 EUR/',
    ]);
    expect(pricesOf('netcup-special-offers', '2022-03-05')).toEqual([
      'Webhosting 8000 SE de a1 39% Rabatt → Webhosting 8000 SE BF21: 5.99 → 5.67 EUR/',
    ]);
    expect(pricesOf('netcup-special-offers', '2023-11-24')).toEqual([]);
  });

  test('fees in an annex of terms of sale', () => {
    expect(told('backmarket-conditions', '2023-10-03')?.title).toBe(
      '…précisé que les frais n’excéderont pas : 10 € → 25 € (+150 %) et 5 autres prix',
    );
  });
});

test.each([
  ['kafka-downloads', '2023-01-23', /^“2\.8\.0 is the latest release.*” → “3\.3\.2 is the latest release/],
  ['debian-releases', '2024-07-02', /version 12\.2, was released on October 7th, 2023.*→.*version 12\.6/],
  [
    'pine64-boards',
    '2021-06-28',
    /^ROCKPro64 4GB Single Board Computer: “\$ 79\.99 Read more” → “\$ 79\.99 Add to cart”$/,
  ],
  ['apple-newsroom', '2021-06-12', /^Added: “Apple announces winners of the 2021 Apple Design Awards”/],
  ['diablo3-news', '2021-07-01', /^DIABLO III PTR 2\.7\.1: “Preview Blog” → “Has Ended”$/],
  ['kafka-blog', '2024-09-06', /^Added: “Apache Kafka 3\.8\.0 Release Announcement” and/],
  ['kafka-cve-list', '2024-08-05', /^Added: “CVE-2024-27309 /],
  ['lesfaits-tech', '2026-06-27', /^Ajouté : « OpenAI reporte son introduction en Bourse à 2027 » et/],
  ['malt-conditions', '2025-11-27', /Freelance, le Client sera redevable.*→.*Freelance via la Marketplace, le Client/],
  ['tiktok-terms', '2026-07-29', /^Removed: “UK, Ireland, Spain, Germany, France and Italy” and 1 more change$/],
  ['deezer-conditions', '2024-01-09', /^Ajouté : « Article 20 – Specific conditions for the Deezer Duo Service »/],
])('%s on %s is told as a person would', (id, day, sentence) => {
  expect(told(id, day)?.title).toMatch(sentence);
});

describe('twenty noisy readings of every version', () => {
  test.each(all.map(({ page, steps }) => [page.id, page, steps] as const))(
    '%s: no item, no version',
    (_, page, steps) => {
      const decoder = new TextDecoder();
      for (const { at, file } of steps) {
        const html = decoder.decode(bytesOf(file));
        const { memory } = read(page, bytesOf(file), Date.parse(at), {});
        for (let noise = 0; noise < NOISES; noise++) {
          const now = Date.parse(at) + noise * HOUR_MS;
          const { entries, isNew } = read(page, new TextEncoder().encode(withNoise(html, noise, now)), now, memory);
          expect([entries.map(({ title }) => title), isNew], `${at}, noise ${noise}`).toEqual([[], false]);
        }
      }
    },
  );

  test('the changes are the same when each reading has its own noise', () => {
    for (const { page, steps } of all.filter(({ page }) =>
      /netcup-vps|pine64|debian|malt|lesfaits-tech/.test(page.id),
    )) {
      let memory: SourceMemory = {};
      for (const { at, file, entries } of steps) {
        const noisy = withNoise(new TextDecoder().decode(bytesOf(file)), steps.length, Date.parse(at));
        const reading = read(page, new TextEncoder().encode(noisy), Date.parse(at), memory);
        expect(
          reading.entries.map(({ title }) => title),
          `${page.id} ${at}`,
        ).toEqual(entries.map(({ title }) => title));
        memory = reading.memory;
      }
    }
  });
});
