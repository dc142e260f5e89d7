import type { Actor, Topic } from '../model/watch.ts';
import type { Catalog } from './resolve.ts';
import { foldText } from './words.ts';

/** Names → ids, from the watch list and the sources' names. A name may be given in part: "monde" finds "Le Monde". */
export function catalog(
  actors: readonly Actor[],
  topics: readonly Topic[],
  sourceNames: ReadonlyMap<string, string>,
  marked: Catalog['marked'] = () => [],
): Catalog {
  const spelled = {
    competitor: actors.map(({ id, name, aliases }) => ({ id, names: [id, name, ...aliases].map(foldText) })),
    topic: topics.map(({ id, name }) => ({ id, names: [id, name].map(foldText) })),
    source: [...sourceNames].map(([id, name]) => ({ id, names: [id, foldText(name)] })),
  };
  return {
    marked,
    idsOf: (field, name) => {
      const entries = spelled[field];
      const exact = entries.filter(({ names }) => names.includes(name));
      const found =
        exact.length > 0
          ? exact
          : entries.filter(({ names }) => names.some((each) => ` ${each} `.includes(` ${name} `)));
      return found.map(({ id }) => id);
    },
  };
}
