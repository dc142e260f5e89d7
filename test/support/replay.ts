import { existsSync } from 'node:fs';

/** The replay server of the shared corpus: the web on loopback, with faults and a clock. Only where ../shared exists. */
export interface Replay {
  url: string;
  clock(now: number): Promise<void>;
  post(path: string, body: object): Promise<void>;
  timelineSources(): Promise<{ id: string; name: string; lang: string }[]>;
  log(): Promise<{ path: string; status: number; concurrent: number; headers: Record<string, string> }[]>;
  close(): Promise<void>;
}

const SERVER = new URL('../../../shared/replay/server.mjs', import.meta.url);

export async function startReplay(): Promise<Replay> {
  if (!existsSync(SERVER)) throw new Error('The corpus tests need ../shared beside the project');
  const { start } = await import(SERVER.href);
  const { url, close } = (await start({})) as { url: string; close(): Promise<void> };
  const post = async (path: string, body: object) => {
    const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
  };
  return {
    url,
    close,
    post,
    clock: (now) => post('/_clock', { now: new Date(now).toISOString() }),
    timelineSources: async () =>
      (await (await fetch(`${url}/timeline`)).json()) as Awaited<ReturnType<Replay['timelineSources']>>,
    log: async () => (await (await fetch(`${url}/_log`)).json()) as Awaited<ReturnType<Replay['log']>>,
  };
}
