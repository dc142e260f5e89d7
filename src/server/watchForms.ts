import { VigieError } from '../domain/errors.ts';
import type { ChangedActor, TypedRow, TypedWatch, WatchChange } from '../domain/model/watchChange.ts';
import { type Fields, one, several } from './forms.ts';
import { minuteIn, readActor, readWatch, refuseTwice } from './setUpForms.ts';

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
 * @param written what the form was made from
 * @throws VigieError `setUp.…` and `watch.…`, each one line
 */
export function readWatchChange(fields: Fields, written: WatchChange): WatchChange {
  const { minutes, at, brand, competitors } = typedWatch(fields);
  const budget = Number(minutes);
  if (!Number.isInteger(budget) || budget < LEAST_MINUTES || budget > MOST_MINUTES)
    throw new VigieError('watch.badMinutes', { least: LEAST_MINUTES, most: MOST_MINUTES });
  if (competitors.length > MOST_ACTORS) throw new VigieError('watch.tooMany', { most: MOST_ACTORS });
  const [named] = rowsSaid([brand]).map((row) => actorIn(row, written.brand));
  const others = rowsSaid(competitors).map((row) =>
    actorIn(
      row,
      written.competitors.find(({ id }) => id === row.id),
    ),
  );
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

function actorIn({ id, ...typed }: TypedRow, before: ChangedActor | undefined): ChangedActor {
  const { name, aliases, site } = readActor({ ...typed, name: typed.name.trim(), site: typed.site.trim() }, []);
  // A spelling may hold a comma: a list that nobody touched is not taken apart.
  const isUntouched = before !== undefined && spellingsOf(before) === typed.aliases.trim();
  return {
    ...(id !== '' && { id }),
    ...{ name, aliases: isUntouched ? before.aliases : aliases },
    ...(site !== undefined && { site }),
  };
}

/** Other spellings as a form shows them. */
export const spellingsOf = ({ aliases }: ChangedActor): string => aliases.join(', ');
