// Plain tables for a terminal or a log.

/** Prints rows of cells under a heading; the first column is words, the others figures. */
export function printTable(heading, columns, rows) {
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...rows.map((row) => String(row[at] ?? '').length)),
  );
  const line = (cells) =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(widths[at]) : String(cell ?? '').padStart(widths[at])))
      .join('  ')
      .trimEnd();
  console.log(`\n${heading}\n${line(columns)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
  for (const row of rows) console.log(line(row));
}

/** Prints goals and how they fared. Returns how many were missed. */
export function printGoals(goals) {
  for (const { what, value, limit, unit } of goals) {
    console.log(
      `  ${value <= limit ? 'met   ' : 'missed'}  ${what}: ${figure(value)} ${unit}, goal at most ${limit} ${unit}`,
    );
  }
  return goals.filter(({ value, limit }) => !(value <= limit)).length;
}

export function figure(value) {
  if (value === undefined || Number.isNaN(value)) return '–';
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
