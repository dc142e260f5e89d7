import { VigieError } from '../domain/errors.ts';
import type { ChangedActor, TypedRow, TypedWatch, WatchChange } from '../domain/model/watchChange.ts';
import { type Fields, one, several } from './forms.ts';
import { minuteIn, readActor, readWatch } from './setUpForms.ts';

export const MOST_ACTORS = 100;
const [LEAST_MINUTES, MOST_MINUTES] = [5, 240];

export function typedWatch(fields: Fields): TypedWatch {
  const [ids, names, aliases, sites] = ['id', 'name', 'aliases', 'site'].map((field) => several(fields, field));
  const gone = new Set(several(fields, 'gone'));
  const rows = (names ?? []).map((name, at): TypedRow => {
    const id = ids?.[at] ?? '';
    return { id, name, aliases: aliases?.[at] ?? '', site: sites?.[at] ?? '', isGone: id !== '' && gone.has(id) };
  });
  const [brand, ...competitors] = rows;
  return {
    ...{ title: one(fields, 'title'), language: one(fields, 'language'), timezone: one(fields, 'timezone') },
    ...{ minutes: one(fields, 'minutes'), at: 'at' in fields ? one(fields, 'at') : undefined },
    brand: brand ?? { id: '', name: '', aliases: '', site: '', isGone: false },
    competitors,
  };
}

/**
 * The change that a form asks for. A row without a name and a site is nobody; so is a competitor that is taken off.
 * @throws VigieError `setUp.…` and `watch.…`, each one line
 */
export function readWatchChange(fields: Fields): WatchChange {
  const { minutes, at, brand, competitors } = typedWatch(fields);
  const budget = Number(minutes);
  if (!Number.isInteger(budget) || budget < LEAST_MINUTES || budget > MOST_MINUTES)
    throw new VigieError('watch.badMinutes', { least: LEAST_MINUTES, most: MOST_MINUTES });
  if (competitors.length > MOST_ACTORS) throw new VigieError('watch.tooMany', { most: MOST_ACTORS });
  const named = rowsSaid([brand]).map(actorIn)[0];
  const others = rowsSaid(competitors).map(actorIn);
  refuseTwice([...(named ? [named] : []), ...others]);
  return {
    ...readWatch(fields),
    minutes: budget,
    ...(at !== undefined && { at: minuteIn(at) }),
    ...(named && { brand: named }),
    competitors: others,
  };
}

const rowsSaid = (rows: readonly TypedRow[]): TypedRow[] =>
  rows.filter(({ name, site, isGone }) => !isGone && (name.trim() !== '' || site.trim() !== ''));

function actorIn({ id, ...typed }: TypedRow): ChangedActor {
  const { name, aliases, site } = readActor({ ...typed, name: typed.name.trim(), site: typed.site.trim() }, []);
  return { ...(id !== '' && { id }), name, aliases, ...(site !== undefined && { site }) };
}

/** Two of one name would share every article. */
function refuseTwice(actors: readonly ChangedActor[]): void {
  const seen = new Set<string>();
  for (const { name } of actors) {
    const folded = name.toLowerCase();
    if (seen.has(folded)) throw new VigieError('watch.twice', { name });
    seen.add(folded);
  }
}
