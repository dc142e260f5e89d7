// Figures over pairs of what is right and what was said.

/** Precision, recall and F1 of each class that stands on either side. */
export function byClass(rows, classes) {
  const figures = {};
  for (const name of classes) {
    const right = rows.filter(({ gold, said }) => gold === name && said === name).length;
    const said = rows.filter((row) => row.said === name).length;
    const gold = rows.filter((row) => row.gold === name).length;
    if (said + gold === 0) continue;
    figures[name] = {
      n: gold,
      precision: said ? right / said : 0,
      recall: gold ? right / gold : 0,
      f1: (2 * right) / (said + gold),
    };
  }
  return figures;
}

/** Mean F1 over the classes that occur. */
export function macroF1(rows, classes) {
  const figures = Object.values(byClass(rows, classes)).filter(({ n }) => n > 0);
  return figures.reduce((sum, { f1 }) => sum + f1, 0) / figures.length;
}

export const accuracy = (rows) => rows.filter(({ gold, said }) => gold === said).length / rows.length;

/** 95 % bootstrap interval of a figure over rows; the same every time. */
export function interval(rows, figure, rounds = 400) {
  let state = 20261127;
  const next = () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
  const found = Array.from({ length: rounds }, () =>
    figure(rows.map(() => rows[Math.floor(next() * rows.length)])),
  ).sort((a, b) => a - b);
  return `${found[Math.floor(rounds * 0.025)].toFixed(2)}-${found[Math.floor(rounds * 0.975)].toFixed(2)}`;
}
