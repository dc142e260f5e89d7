import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/adapters/store/open.ts';
import type { Mail } from '../../src/domain/model/mail.ts';
import type { Subscription } from '../../src/domain/model/subscription.ts';
import { type HookServer, hookServer } from '../support/hookServer.ts';
import { type Mailbox, mailbox } from '../support/mailbox.ts';

const ALONE = fileURLToPath(new URL('../support/deliverAlone.ts', import.meta.url));
const EACH = 100;
/** In hand at once: what one death can leave uncertain. */
const TOGETHER = 4;

const folder = mkdtempSync(join(tmpdir(), 'vigie-killed-'));
const file = join(folder, 'vigie.db');
let post: Mailbox;
let hook: HookServer;
beforeAll(async () => {
  post = await mailbox();
  hook = await hookServer();
});
afterAll(async () => {
  await post.close();
  await hook.close();
  rmSync(folder, { recursive: true, force: true });
});

async function queueAll(): Promise<void> {
  const store = await openStore(file);
  const of = (channel: 'mail' | 'webhook'): Subscription => ({
    ...{ id: channel, channel, address: hook.url, subject: { kind: 'digest' }, createdBy: 'owner' },
    schedule: { rhythm: 'each', minute: 0, weekday: 1, mostPerDay: 1 },
    ...{ language: 'fr', timezone: 'Europe/Paris', state: 'active', createdAt: 0, plannedAt: 0, refusals: 0 },
    ...(channel === 'webhook' && { secret: `whsec_${Buffer.from('some secret of a test').toString('base64')}` }),
  });
  await store.subscriptions.save(of('mail'));
  await store.subscriptions.save(of('webhook'));
  for (let at = 0; at < EACH; at += 1) {
    const to = `${at}@exemple.fr`;
    const mail: Mail = {
      to,
      subject: `Message ${at}`,
      text: 'x',
      html: '<p>x</p>',
      messageId: `m${at}@veille.exemple`,
    };
    const waiting = { createdAt: Date.now() };
    await store.deliveries.add({
      id: `m${at}`,
      subscription: 'mail',
      channel: 'mail',
      address: to,
      payload: JSON.stringify(mail),
      ...waiting,
    });
    await store.deliveries.add({
      id: `w${at}`,
      subscription: 'webhook',
      channel: 'webhook',
      address: hook.url,
      payload: `{"n":${at}}`,
      ...waiting,
    });
  }
  await store.close();
}

/** Sends for so long, then dies as a machine does. Undefined: until there is nothing left to send. */
async function run(killAfterMs?: number): Promise<void> {
  const child = spawn(process.execPath, [ALONE, file, post.url, hook.host], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  if (killAfterMs !== undefined) {
    await wait(killAfterMs);
    child.kill('SIGKILL');
  }
  await ended;
}

test('killed at any moment of 200 messages: none is lost, no mail comes twice, none is without a trace', async () => {
  await queueAll();
  const deaths = 12;
  for (let death = 0; death < deaths; death += 1) await run(Math.random() * 60);
  await run();
  const store = await openStore(file);
  const all = await store.deliveries.list(1000);
  await store.close();
  const states = (channel: string) =>
    Map.groupBy(
      all.filter((each) => each.channel === channel),
      ({ state }) => state,
    );
  const mails = states('mail');
  const [sent, uncertain] = [mails.get('sent') ?? [], mails.get('uncertain') ?? []];
  // Every one is known to have gone, or shown as perhaps gone.
  expect(sent.length + uncertain.length).toBe(EACH);
  expect(uncertain.length).toBeLessThanOrEqual(deaths * TOGETHER);
  const came = post.mails.map(({ messageId }) => messageId ?? '');
  expect(new Set(came).size).toBe(came.length);
  for (const { id } of sent) expect(came).toContain(`<${id}@veille.exemple>`);
  // A program may be told twice, under the same id; it is told.
  expect(states('webhook').get('sent')).toHaveLength(EACH);
  expect(new Set(hook.posted.map(({ headers }) => headers['webhook-id'])).size).toBe(EACH);
}, 120_000);
