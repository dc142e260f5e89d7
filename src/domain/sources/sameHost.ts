/** Whether what was given for one address may be sent to another: the same host and port, and not in the clear after https. */
export function isSameHost(given: string, asked: string): boolean {
  if (!URL.canParse(given) || !URL.canParse(asked)) return false;
  const [from, to] = [new URL(given), new URL(asked)];
  return from.host === to.host && !(from.protocol === 'https:' && to.protocol === 'http:');
}
