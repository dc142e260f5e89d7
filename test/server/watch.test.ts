import { load } from 'cheerio';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { VigieError } from '../../src/domain/errors.ts';
import type { WatchChange } from '../../src/domain/model/watchChange.ts';
import { type DemoServer, demoServer } from '../support/demoServer.ts';
import { type WebClient, webClient } from '../support/webClient.ts';

let server: DemoServer;
let owner: WebClient;
let text = 'v1';
let refusal: VigieError | undefined;
let changes: WatchChange[] = [];
let written: string[] = [];
const watch: WatchChange = {
  ...{ title: 'Veille', language: 'fr', timezone: 'Europe/Paris', minutes: 50, at: 390 },
  brand: { id: 'brand', name: 'Nova', aliases: ['Nova, Inc.', 'nova app'] },
  competitors: Array.from({ length: 12 }, (_, at) => ({ id: `c${at}`, name: `Concurrent ${at}`, aliases: [] })),
};

beforeAll(async () => {
  server = await demoServer();
  server.deps.watchFile = {
    read: () => ({ text, watch }),
    changed: (_text, change) => {
      changes.push(change);
      return 'v2';
    },
    replace: (_before, next) => {
      if (refusal) throw refusal;
      written.push(next);
    },
  };
  owner = webClient(server.deps);
  await owner.signIn();
});
afterAll(() => server.close());
beforeEach(() => {
  text = 'v1';
  refusal = undefined;
  [changes, written] = [[], []];
});

const FORM = 'form[action="/settings/watch"]';

async function shown(): Promise<FormData> {
  const page = load(await (await owner.get('/settings/watch')).text());
  const body = new FormData();
  for (const { name, value } of page(FORM).serializeArray()) if (name !== '_csrf') body.append(name, value);
  return body;
}

/** The form as the page shows it, some of it typed anew. */
async function sent(typed: Record<string, string> = {}, rows: Record<string, string>[] = []) {
  const body = await shown();
  for (const [name, value] of Object.entries(typed)) body.set(name, value);
  for (const row of rows) for (const field of ['id', 'name', 'aliases', 'site']) body.append(field, row[field] ?? '');
  return owner.send('/settings/watch', body);
}
const problemOf = async (response: Response) => load(await response.text())('.note.bad').text();

describe('the watch, changed from its page', () => {
  test('a form sent back as it was shown changes nothing, however many competitors there are', async () => {
    expect((await sent()).headers.get('location')).toBe('/settings/watch?saved=1');
    expect(changes).toEqual([watch]);
    expect(written).toEqual(['v2']);
  });

  test('takes names, spellings, sites and the hour; who is taken off is left out', async () => {
    const added = { name: ' Halte ', aliases: 'halte app, @halte', site: 'halte.fr' };
    await sent({ title: 'Lundi', minutes: '45', at: '07:05', gone: 'c3' }, [added]);
    const [change] = changes;
    expect(change).toMatchObject({ title: 'Lundi', minutes: 45, at: 425 });
    expect(change?.competitors).toHaveLength(12);
    expect(change?.competitors.map(({ id }) => id)).not.toContain('c3');
    expect(change?.competitors.at(-1)).toEqual({
      ...{ name: 'Halte', aliases: ['halte app', '@halte'], site: 'https://halte.fr/' },
    });
  });

  test.each([
    ['no name', { title: ' ' }, 'un nom'],
    ['a budget nobody has', { minutes: '1000' }, '240'],
    ['an hour of no day', { at: '25:00' }, 'heure'],
    ['a zone of no map', { timezone: 'Mars/Olympus' }, 'Mars/Olympus'],
  ])('refuses %s in words, and forgets nothing that was typed', async (_what, typed, words) => {
    const response = await sent({ ...typed, language: 'en' });
    expect(response.status).toBe(400);
    const page = load(await response.text());
    expect(page('.note.bad').text()).toContain(words);
    expect(page('[name=language] option[selected]').attr('value')).toBe('en');
    expect(page('[name=name][value^=Concurrent]')).toHaveLength(12);
    expect(written).toEqual([]);
  });

  test('refuses the same name twice, also the brand’s', async () => {
    expect(await problemOf(await sent({}, [{ name: 'nova' }]))).toContain('deux fois');
    expect(written).toEqual([]);
  });

  test('does not write over what somebody wrote into the file since', async () => {
    const body = await shown();
    text = 'v1 with a line by hand';
    expect(await problemOf(await owner.send('/settings/watch', body))).toContain('entre-temps');
    expect(written).toEqual([]);
  });

  test('where the file cannot be written the text is shown, to be put there by hand', async () => {
    refusal = new VigieError('watch.unwritten', { detail: 'EROFS' });
    const page = load(await (await sent()).text());
    expect(page('.note.bad').text()).toContain('EROFS');
    expect(page('#text').text()).toContain('v2');
  });

  test('a file with a mistake is not shown as a form: the mistake is', async () => {
    const { watchFile: own } = server.deps;
    const broken = () => {
      throw new VigieError('setUp.refused', { place: 'sources[3].every', message: 'expected a duration' });
    };
    const client = webClient({ ...server.deps, watchFile: { ...own, read: broken } as never });
    await client.signIn();
    const page = load(await (await client.get('/settings/watch')).text());
    expect(page('.note.bad').text()).toContain('sources[3].every');
    expect(page(FORM)).toHaveLength(0);
  });
});
