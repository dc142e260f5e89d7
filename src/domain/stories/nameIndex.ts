/** Names that two titles must share to be compared at all. */
const LEAST_SHARED = 2;
/** Tellings compared word by word: those that share the rarest names. */
const NEAREST = 6;

/**
 * What was told, by the names its title has.
 * @param rarity what a name in common tells
 * @param latest tellings kept per name: the last are the likeliest
 */
export function nameIndex<Told>(rarity: (name: string) => number, latest = Number.POSITIVE_INFINITY) {
  const naming = new Map<string, Told[]>();
  return {
    add(names: Iterable<string>, told: Told): void {
      for (const name of names) {
        const known = naming.get(name);
        if (!known) naming.set(name, [told]);
        else {
          known.push(told);
          if (known.length > latest) known.shift();
        }
      }
    },

    /** The few of those that may be compared that share the most with these names, the nearest first. */
    nearest(names: Iterable<string>, mayBe: (told: Told) => boolean): Told[] {
      const shared = new Map<Told, { names: number; worth: number }>();
      for (const name of names) {
        const worth = rarity(name);
        for (const told of naming.get(name) ?? []) {
          const common = shared.get(told);
          if (common) {
            common.names += 1;
            common.worth += worth;
          } else shared.set(told, { names: 1, worth });
        }
      }
      return [...shared]
        .filter(([told, common]) => common.names >= LEAST_SHARED && mayBe(told))
        .sort(([, a], [, b]) => b.worth - a.worth)
        .slice(0, NEAREST)
        .map(([told]) => told);
    },
  };
}
