// What a piece of work costs this process, all its threads included.

/** CPU and wall seconds of the work, and the highest memory of the process so far in MB. */
export async function measured(work) {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    cpu: (user + system) / 1e6,
    wall: (performance.now() - before) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
    result,
  };
}

export const median = (values) => percentile(values, 50);

export function percentile(values, percent) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
