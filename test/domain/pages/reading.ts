import type { RawItem } from '../../../src/domain/model/item.ts';
import { HOUR_MS } from '../../../src/domain/model/units.ts';
import type { SentenceLanguage } from '../../../src/domain/pages/sentence.ts';
import { type PageMemory, type Reading, type Watched, watchPage } from '../../../src/domain/pages/watch.ts';
import { readZone, type ZoneRules } from '../../../src/domain/pages/zone.ts';
import { NOW } from '../../support/builders.ts';

const PAGE_URL = 'https://box.example/tarifs';

export const aPage = (inside: string): string => `<html lang="fr"><body><main>${inside}</main></body></html>`;

interface Watch {
  zone?: Partial<ZoneRules>;
  source?: Reading['source'];
  language?: SentenceLanguage;
}

/** One reading after another, an hour apart, the way a sweep takes them. */
export function readings(
  contents: readonly string[],
  { zone = {}, source = {}, language = 'fr' }: Watch = {},
): Watched[] {
  let memory: PageMemory | undefined;
  return contents.map((content, index) => {
    const read = readZone(aPage(content), { ignore: [], ...zone });
    const watched = watchPage(memory, read, { source, url: PAGE_URL, now: NOW + index * HOUR_MS, language });
    memory = watched.page;
    return watched;
  });
}

/** The item two readings make, if any. */
export const itemOf = (before: string, after: string, watch: Watch = {}): RawItem | undefined =>
  readings([before, after], watch)[1]?.entries[0];

export const said = (before: string, after: string, watch: Watch = {}): string | undefined =>
  itemOf(before, after, watch)?.title;
