import type { Deps } from './deps.ts';

/** Sources that may hold a large body at once: with 15 MB each, and a megabyte for the others, less than 200 MB. */
const LARGE_AT_ONCE = 8;

/** Does the work of one source, whose large bodies wait for room. */
export type BodyRoom = <Result>(deps: Deps, work: (deps: Deps) => Promise<Result>) => Promise<Result>;

/**
 * Room for the bodies of sources asked at once: the reader takes one at a time, and what waits for it is held whole.
 * A source gives its place back when its body was read and before it asks again, so that whoever has one waits for
 * nothing but the reader.
 */
export function bodyRoom(places = LARGE_AT_ONCE): BodyRoom {
  const waiting: (() => void)[] = [];
  let free = places;

  /** The place of one source, however many bodies it takes it for. */
  function placeOfOne() {
    let taking: Promise<void> | undefined;
    let isTaken = false;
    const taken = async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
    };
    const take = (): Promise<void> => {
      taking ??= taken();
      return taking;
    };
    const leave = (): void => {
      if (!isTaken) return;
      isTaken = false;
      taking = undefined;
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    };
    return { take, leave };
  }

  return async (deps, work) => {
    const { http, reader } = deps;
    const { take, leave } = placeOfOne();
    const bounded: Deps = {
      ...deps,
      http: {
        ...http,
        async get(request) {
          leave();
          const outcome = await http.get({ ...request, whenLarge: take });
          if (outcome.kind !== 'fetched') leave();
          return outcome;
        },
      },
      reader: {
        ...reader,
        read: (document) => reader.read(document).finally(leave),
        survey: (page) => reader.survey(page).finally(leave),
        article: (page) => reader.article(page).finally(leave),
      },
    };
    return work(bounded).finally(leave);
  };
}
