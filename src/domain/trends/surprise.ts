/**
 * How surprising a count is against what was expected, as the power of ten of the odds against it: 4 is one in ten
 * thousand. Poisson: news come one by one, each as likely as the others.
 * @param observed ≥ 0
 * @param expected > 0
 */
export function surprise(observed: number, expected: number): number {
  if (observed <= expected) return 0;
  return -log10Tail(Math.round(observed), expected);
}

/** The same for a count that is lower than expected. */
export function lull(observed: number, expected: number): number {
  if (observed >= expected) return 0;
  let term = -expected;
  let sum = Math.exp(term);
  for (let count = 1; count <= Math.floor(observed); count += 1) {
    term += Math.log(expected / count);
    sum += Math.exp(term);
  }
  return -Math.log10(Math.max(sum, Number.MIN_VALUE));
}

/** log10 of P(X ≥ count): the first term, and how much those after it add. */
function log10Tail(count: number, expected: number): number {
  let logTerm = -expected;
  for (let each = 1; each <= count; each += 1) logTerm += Math.log(expected / each);
  let ratio = 1;
  let sum = 1;
  for (let each = count + 1; each < count + 200 && ratio > 1e-12; each += 1) {
    ratio *= expected / each;
    sum += ratio;
  }
  return (logTerm + Math.log(sum)) / Math.LN10;
}
