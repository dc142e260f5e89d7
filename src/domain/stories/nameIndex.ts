/** Names that two titles must share to be compared at all. */
const LEAST_SHARED = 2;

/**
 * What was told, by the names its title has.
 * @param latest tellings kept per name: the last are the likeliest
 */
export function nameIndex<Told>(latest = Number.POSITIVE_INFINITY) {
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

    /** What has enough of the names, with those it has. */
    sharing(names: Iterable<string>): [Told, string[]][] {
      const shared = new Map<Told, string[]>();
      for (const name of names) {
        for (const told of naming.get(name) ?? []) {
          const common = shared.get(told);
          if (common) common.push(name);
          else shared.set(told, [name]);
        }
      }
      return [...shared].filter(([, common]) => common.length >= LEAST_SHARED);
    },
  };
}
