import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Source } from '../domain/model/source.ts';
import { decodeText } from '../domain/parse/charset.ts';
import { parseOpml } from '../domain/parse/opml.ts';
import { feedFromList } from '../domain/sources/newFeed.ts';
import type { ConfigProblem } from './problem.ts';
import type { OpmlSubscription, ReadSource } from './sources.ts';

export const isWebList = ({ location }: OpmlSubscription): boolean => /^https?:\/\//i.test(location);

/** The feeds of the OPML files that feeds.yaml names; paths are relative to it. */
export function readLists(
  entries: readonly ReadSource[],
  configFile: string,
): { sources: Source[]; problems: ConfigProblem[] } {
  const sources: Source[] = [];
  const problems: ConfigProblem[] = [];
  for (const [index, entry] of entries.entries()) {
    if (!('opml' in entry) || isWebList(entry.opml)) continue;
    const read = readList(resolve(dirname(configFile), entry.opml.location), entry.opml);
    if (typeof read === 'string')
      problems.push({ place: `sources[${index}].opml`, message: `${entry.opml.location} ${read}` });
    else sources.push(...read);
  }
  return { sources, problems };
}

/** The feeds of one file, or what is wrong with it. */
function readList(file: string, { tags }: OpmlSubscription): Source[] | string {
  try {
    const reading = parseOpml(decodeText(readFileSync(file), undefined));
    return reading ? reading.feeds.map((feed) => feedFromList(feed, tags, 'file')) : 'holds no OPML';
  } catch (cause) {
    return `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
  }
}
