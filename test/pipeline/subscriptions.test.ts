import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smtpMailer } from '../../src/adapters/deliver/smtp.ts';
import type { Person } from '../../src/domain/model/person.ts';
import type { Schedule, Subject, Subscription } from '../../src/domain/model/subscription.ts';
import { matchArrivals } from '../../src/pipeline/alerts.ts';
import { sendDeliveries } from '../../src/pipeline/deliver.ts';
import { edition } from '../../src/pipeline/digest.ts';
import type { Addresses } from '../../src/pipeline/messages.ts';
import { planDeliveries } from '../../src/pipeline/subscriptions.ts';
import { taggerFor } from '../../src/pipeline/tagging.ts';
import { anItem } from '../support/builders.ts';
import { type DemoServer, demoServer, MORNING } from '../support/demoServer.ts';
import { type Mailbox, mailbox } from '../support/mailbox.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AT: Addresses = {
  goUrl: ({ url, story, channel }) => `https://veille.exemple/go/${channel}/${story}?${url}`,
  baseUrl: 'https://veille.exemple',
  unsubscribeUrl: (id) => `https://veille.exemple/unsubscribe/${id}.x`,
};

let server: DemoServer;
let post: Mailbox;
beforeEach(async () => {
  post = await mailbox();
  server = await demoServer({ withDigest: false });
  server.deps.mailer = smtpMailer(post.url, 'Vigie <veille@exemple.fr>');
  await matchArrivals(server.deps);
});
afterEach(async () => {
  server.deps.mailer?.close();
  await post.close();
  await server.close();
});

const DAILY: Schedule = { rhythm: 'daily', minute: 8 * 60, weekday: 1, mostPerDay: 1 };
const AT_ONCE: Schedule = { ...DAILY, rhythm: 'each', mostPerDay: 3 };

async function subscribed(fields: Partial<Subscription> & { subject: Subject }): Promise<Subscription> {
  const subscription: Subscription = {
    ...{ id: `s-${Math.random()}`, channel: 'mail', address: 'lea@exemple.fr', schedule: DAILY },
    ...{ language: 'fr', timezone: 'Europe/Paris', state: 'active', createdBy: 'owner', createdAt: MORNING - HOUR },
    ...{ plannedAt: MORNING - HOUR, refusals: 0 },
    ...fields,
  };
  await server.deps.store.subscriptions.save(subscription);
  return subscription;
}

let told = 0;
/** Something new comes in from a source. */
async function arrives(title: string, fields: Record<string, unknown> = {}): Promise<string> {
  const { store, clock } = server.deps;
  const [source] = await store.sources.list();
  told += 1;
  const tag = await taggerFor(server.deps);
  const base = anItem({
    id: `n${told}`,
    storyId: `n${told}`,
    title,
    sourceId: source?.source.id ?? '',
    language: 'fr',
  });
  const item = tag(
    { ...base, seenAt: clock(), publishedAt: clock(), ...fields },
    { id: base.sourceId, name: '', tags: [] },
  );
  await store.transaction(async (tx) => {
    await tx.items.insert(
      [{ ...item, storyId: base.storyId, firstSweep: false, ...fields }],
      await tx.outbox.takeRevisions(1),
    );
  });
  return base.storyId;
}

/** One beat of the schedule. */
async function beat(at = server.deps.clock()): Promise<number> {
  server.setNow(at);
  await matchArrivals(server.deps);
  await planDeliveries(server.deps, AT);
  return (await sendDeliveries(server.deps)).sent;
}
const subjects = () => post.mails.map(({ subject }) => subject);

describe('two readers of two languages and two time zones', () => {
  test('each gets the digest once, at their hour, in their language', async () => {
    await edition({}, server.deps);
    const person: Pick<Person, 'id'> = { id: 'owner' };
    await subscribed({ subject: { kind: 'digest' }, person: person.id });
    await subscribed({
      subject: { kind: 'digest' },
      address: 'aki@exemple.jp',
      language: 'en',
      timezone: 'Asia/Tokyo',
      schedule: { ...DAILY, minute: 16 * 60 },
    });
    // 7:05 in Paris, 15:05 in Tokyo.
    expect(await beat(MORNING)).toBe(0);
    expect(await beat(MORNING + 55 * MINUTE)).toBe(2);
    expect(await beat(MORNING + 56 * MINUTE)).toBe(0);
    const [fr, en] = ['lea@exemple.fr', 'aki@exemple.jp'].map((to) =>
      post.mails.find((mail) => mail.to?.[0]?.address === to),
    );
    expect(fr?.subject).toMatch(/^Revue du mardi 10 mars 2026/);
    expect(en?.subject).toContain('Tuesday');
    expect(fr?.html).toContain('<html lang="fr">');
    expect(en?.html).toContain('<html lang="en">');
    for (const mail of [fr, en]) {
      expect(mail?.html).toContain('Buffer augmente le prix');
      expect(mail?.text).toContain('Buffer augmente le prix');
      expect((mail?.html ?? '').length).toBeLessThan(100_000);
      const header = (name: string) => mail?.headers.find(({ key }) => key === name)?.value;
      expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
      expect(header('list-unsubscribe')).toMatch(/^<https:\/\/veille\.exemple\/unsubscribe\//);
    }
    // Only who has an account is shown the way to its settings.
    expect(fr?.html).toContain('/subscriptions');
    expect(en?.html).not.toContain('veille.exemple/subscriptions');
  });

  test('an edition made after somebody’s hour goes out when it is made', async () => {
    await subscribed({ subject: { kind: 'digest' }, schedule: { ...DAILY, minute: 6 * 60 } });
    expect(await beat(MORNING)).toBe(0);
    await edition({}, server.deps);
    expect(await beat(MORNING + MINUTE)).toBe(1);
  });

  test('each has their own boards', async () => {
    await subscribed({ subject: { kind: 'competitor', actor: 'buffer' } });
    await subscribed({
      subject: { kind: 'query', query: 'reels OR shorts', name: 'Formats' },
      address: 'aki@exemple.jp',
    });
    await arrives('Buffer ouvre un bureau à Lyon');
    await arrives('Les reels passent à dix minutes');
    await arrives('Un marché couvert rouvre');
    expect(await beat(MORNING + 55 * MINUTE)).toBe(2);
    const to = (address: string) => post.mails.find((mail) => mail.to?.[0]?.address === address)?.text ?? '';
    expect(to('lea@exemple.fr')).toContain('Buffer ouvre');
    expect(to('lea@exemple.fr')).not.toContain('reels');
    expect(to('aki@exemple.jp')).toContain('Les reels passent');
    expect(to('aki@exemple.jp')).not.toContain('Buffer');
  });
});

test('the report of a month goes out once, on the first of the next, with what was opened most', async () => {
  const { store } = server.deps;
  const MONTHLY: Schedule = { ...DAILY, rhythm: 'monthly' };
  await edition({}, server.deps);
  const story = await arrives('Buffer ouvre un bureau à Lyon');
  const sourceId = (await store.sources.list())[0]?.source.id ?? '';
  for (const at of [MORNING, MORNING + HOUR]) await store.clicks.add({ at, storyId: story, sourceId, channel: 'mail' });
  await subscribed({ subject: { kind: 'report' }, person: 'owner', schedule: MONTHLY });
  const late = Date.UTC(2026, 3, 1, 7);
  await subscribed({ subject: { kind: 'report' }, address: 'late@exemple.fr', schedule: MONTHLY, createdAt: late });
  expect(await beat(Date.UTC(2026, 2, 31, 21))).toBe(0);
  // 7:59, then 8:01 in Paris.
  expect(await beat(Date.UTC(2026, 3, 1, 5, 59))).toBe(0);
  expect(await beat(Date.UTC(2026, 3, 1, 6, 1))).toBe(1);
  expect(await beat(Date.UTC(2026, 3, 1, 7, 1))).toBe(0);
  expect(await beat(Date.UTC(2026, 3, 20))).toBe(0);
  const [mail] = post.mails;
  expect(mail?.subject).toBe('Bilan : mars 2026');
  expect(mail?.text).toContain('2 clics vers les articles');
  expect(mail?.text).toContain('Buffer ouvre un bureau à Lyon');
  expect(mail?.text).toContain('https://veille.exemple/report?month=2026-03');
  // Nothing happened in April: an empty report is never sent.
  expect(await beat(Date.UTC(2026, 4, 1, 6, 1))).toBe(0);
});

describe('news', () => {
  test('of one story are sent once, however often it is told or changed', async () => {
    await subscribed({ subject: { kind: 'competitor', actor: 'buffer' }, schedule: AT_ONCE });
    const story = await arrives('Buffer ouvre un bureau à Lyon');
    expect(await beat()).toBe(1);
    await arrives('Buffer ouvre un bureau à Lyon, dit la presse', { storyId: story });
    expect(await beat()).toBe(0);
  });

  test('that were there before somebody subscribed are not sent, nor the archive of a new source', async () => {
    await arrives('Buffer ouvre un bureau à Lyon');
    await beat();
    await subscribed({ subject: { kind: 'competitor', actor: 'buffer' }, schedule: AT_ONCE });
    await arrives('Buffer, dix ans déjà', { firstSweep: true });
    expect(await beat()).toBe(0);
  });

  test('of an event that is not sure wake nobody up, and are told at the day’s hour', async () => {
    const subject: Subject = { kind: 'query', query: 'event:pricing', name: 'Prix' };
    await subscribed({ subject, schedule: AT_ONCE });
    await subscribed({ subject, address: 'noe@exemple.fr' });
    const told = (confidence: number) => ({ type: 'pricing', confidence, proof: ['prix'], by: 'title' });
    await arrives('Halte Noire et le prix des choses', { event: told(0.5) });
    expect(await beat()).toBe(0);
    await arrives('Halte Noire augmente ses prix', { event: told(0.9) });
    expect(await beat()).toBe(1);
    expect(post.mails.at(-1)?.text).not.toContain('le prix des choses');
    expect(await beat(MORNING + 24 * HOUR)).toBe(1);
    expect(post.mails.at(-1)?.text).toContain('le prix des choses');
  });

  test('that come in quiet hours wait for their end, and then go out together', async () => {
    // From 22:00 to 7:30 in Paris; it is 7:05.
    await subscribed({
      subject: { kind: 'competitor', actor: 'buffer' },
      schedule: { ...AT_ONCE, quiet: { from: 22 * 60, to: 7 * 60 + 30 } },
    });
    await arrives('Buffer ouvre un bureau à Lyon');
    expect(await beat()).toBe(0);
    await arrives('Buffer ferme un bureau à Nice');
    expect(await beat(MORNING + 25 * MINUTE)).toBe(1);
    expect(post.mails[0]?.text).toMatch(/Lyon[\s\S]*Nice|Nice[\s\S]*Lyon/);
  });

  test('beyond what somebody wants a day wait for the next', async () => {
    await subscribed({ subject: { kind: 'competitor', actor: 'buffer' }, schedule: { ...AT_ONCE, mostPerDay: 2 } });
    for (const place of ['Lyon', 'Nice', 'Metz', 'Brest']) {
      await arrives(`Buffer ouvre à ${place}`);
      await beat(server.deps.clock() + MINUTE);
    }
    expect(post.mails).toHaveLength(2);
    // Midnight has passed in Paris.
    expect(await beat(MORNING + 17 * HOUR)).toBe(1);
    expect(post.mails[2]?.text).toMatch(/Metz[\s\S]*Brest|Brest[\s\S]*Metz/);
  });

  test('a day without any sends nothing, and what comes after the hour waits for the next', async () => {
    await subscribed({ subject: { kind: 'competitor', actor: 'buffer' } });
    expect(await beat(MORNING + HOUR)).toBe(0);
    await arrives('Buffer ouvre un bureau à Lyon');
    expect(await beat(MORNING + 3 * HOUR)).toBe(0);
    expect(await beat(MORNING + 25 * HOUR)).toBe(1);
  });

  test('of a board carry what its curator says', async () => {
    const { boards } = server.deps.store;
    await boards.add({
      ...{ id: 'prix', name: 'Prix', purpose: '', query: 'competitor:buffer', visibility: 'team' },
      ...{ origin: 'app', owner: 'owner', isListed: false, createdAt: 0 },
    });
    await subscribed({ subject: { kind: 'board', board: 'prix' } });
    const story = await arrives('Buffer augmente encore ses prix');
    await boards.put('prix', story as never, 'todo', 'owner', MORNING);
    await boards.changeEntry('prix', story as never, { note: 'À lire avant la réunion', noteBy: 'owner' }, 'owner');
    expect(await beat(MORNING + 55 * MINUTE)).toBe(1);
    expect(post.mails[0]?.text).toContain('À lire avant la réunion');
    expect(subjects()).toEqual(['Prix']);
  });
});

describe('mail that does not arrive', () => {
  const rushed = { subject: { kind: 'competitor', actor: 'buffer' } as const, schedule: AT_ONCE };
  const state = async () => (await server.deps.store.deliveries.list(5)).map((delivery) => delivery.state);

  test('is tried again later, the same message, and sent once', async () => {
    await subscribed(rushed);
    post.refuse('lea@exemple.fr', { code: 451, message: 'try later' });
    await arrives('Buffer ouvre un bureau à Lyon');
    expect(await beat()).toBe(0);
    expect(await state()).toEqual(['waiting']);
    expect(await beat()).toBe(0);
    post.refuse('lea@exemple.fr', undefined);
    expect(await beat(MORNING + 2 * MINUTE)).toBe(1);
    expect(post.mails).toHaveLength(1);
  });

  test('is given up after two days, and goes out again by hand', async () => {
    await subscribed(rushed);
    post.refuse('lea@exemple.fr', { code: 451, message: 'try later' });
    await arrives('Buffer ouvre un bureau à Lyon');
    for (let hour = 0; hour < 80; hour += 1) await beat(MORNING + hour * HOUR);
    expect(await state()).toEqual(['dead']);
    const [delivery] = await server.deps.store.deliveries.list(1);
    expect(delivery?.problem).toContain('try later');
    post.refuse('lea@exemple.fr', undefined);
    await server.deps.store.deliveries.retry(delivery?.id ?? '', server.deps.clock());
    expect(await beat()).toBe(1);
  });

  test('to an address that refuses stops after two refusals, until somebody mends it', async () => {
    const { id } = await subscribed(rushed);
    post.refuse('lea@exemple.fr', { code: 550, message: 'no such user' });
    for (const place of ['Lyon', 'Nice', 'Metz']) {
      await arrives(`Buffer ouvre à ${place}`);
      await beat(server.deps.clock() + MINUTE);
    }
    expect(await state()).toEqual(['dead', 'dead']);
    expect((await server.deps.store.subscriptions.find(id))?.state).toBe('refused');
  });

  test('for want of a server waits for one', async () => {
    const { mailer, ...deps } = server.deps;
    await subscribed(rushed);
    await arrives('Buffer ouvre un bureau à Lyon');
    await matchArrivals(deps);
    await planDeliveries(deps, AT);
    expect((await sendDeliveries(deps)).sent).toBe(0);
    expect(await state()).toEqual(['waiting']);
    expect(await beat(MORNING + 5 * MINUTE)).toBe(1);
  });

  test('titles cannot add headers or recipients', async () => {
    await subscribed({
      ...rushed,
      subject: { kind: 'query', query: 'buffer', name: 'Alerte\r\nBcc: evil@exemple.fr' },
    });
    await arrives('Buffer\r\nBcc: evil@exemple.fr ouvre');
    expect(await beat()).toBe(1);
    expect(post.mails[0]?.bcc ?? []).toEqual([]);
    expect(post.mails[0]?.headers.filter(({ key }) => key === 'bcc')).toEqual([]);
  });
});

describe('stories that turn out to be one', () => {
  const rushed = { subject: { kind: 'competitor', actor: 'buffer' } as const, schedule: AT_ONCE };
  const merge = (from: string, into: string) => server.deps.store.stories.move(from as never, into as never, MORNING);

  test('are told once where both were waiting', async () => {
    await subscribed(rushed);
    const [a, b] = [await arrives('Buffer ouvre à Lyon'), await arrives('Lyon accueille Buffer')];
    await matchArrivals(server.deps);
    await merge(a, b);
    expect(await beat()).toBe(1);
    expect(post.mails[0]?.text).toContain('1 nouvelle histoire.');
    expect(subjects()).toHaveLength(1);
  });

  test('are not told again where one was', async () => {
    await subscribed(rushed);
    const a = await arrives('Buffer ouvre à Lyon');
    expect(await beat()).toBe(1);
    const b = await arrives('Un bureau à Lyon');
    await merge(a, b);
    await arrives('Buffer ouvre à Lyon, suite', { storyId: b });
    expect(await beat()).toBe(0);
  });
});

describe('somebody who left, or wants no more', () => {
  const rushed = { subject: { kind: 'competitor', actor: 'buffer' } as const, schedule: AT_ONCE };

  test('is sent nothing more, though it was made and waiting', async () => {
    const { id } = await subscribed(rushed);
    post.refuse('lea@exemple.fr', { code: 451, message: 'try later' });
    await arrives('Buffer ouvre à Lyon');
    await beat();
    post.refuse('lea@exemple.fr', undefined);
    await server.deps.store.subscriptions.setState(id, 'ended');
    expect(await beat(MORNING + HOUR)).toBe(0);
    expect(post.mails).toHaveLength(0);
  });

  test('takes the rooms and guests they subscribed along', async () => {
    const { people } = server.deps.store;
    await people.add({ id: 'ed', name: 'E', email: 'ed@exemple.fr', role: 'editor', createdAt: 0 });
    await subscribed({ ...rushed, createdBy: 'ed' });
    await people.setRole('ed', 'reader');
    await arrives('Buffer ouvre à Lyon');
    expect(await beat()).toBe(0);
    await people.setRole('ed', 'editor');
    expect(await beat()).toBe(1);
    await people.remove('ed', MORNING);
    await arrives('Buffer ouvre à Nice');
    expect(await beat()).toBe(0);
  });

  test('an hour changed during the day sends nothing at midnight', async () => {
    const subscription = await subscribed({ subject: rushed.subject });
    await arrives('Buffer ouvre à Lyon');
    expect(await beat(MORNING + HOUR)).toBe(1);
    await server.deps.store.subscriptions.save({
      ...((await server.deps.store.subscriptions.find(subscription.id)) as Subscription),
      schedule: { ...DAILY, minute: 18 * 60 },
    });
    await arrives('Buffer ouvre à Nice');
    expect(await beat(MORNING + 11 * HOUR)).toBe(1);
    expect(await beat(MORNING + 17 * HOUR)).toBe(0);
  });
});
