import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HTTP_DEFAULTS, politeHttp } from '../../src/adapters/http/politeHttp.ts';
import { openStore, type Store } from '../../src/adapters/store/open.ts';
import type { Message } from '../../src/domain/model/message.ts';
import type { Channel, Subscription } from '../../src/domain/model/subscription.ts';
import type { Http } from '../../src/domain/ports.ts';
import { recoverDeliveries, sendDeliveries } from '../../src/pipeline/deliver.ts';
import { payloadOf } from '../../src/pipeline/subscriptions.ts';
import { type HookServer, hookServer } from '../support/hookServer.ts';

const NOW = Date.parse('2026-03-10T08:00:00Z');
const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const HOSTILE = '<!channel> @everyone [x](javascript:alert(1)) <b>& "co" |*_`';

let hook: HookServer;
let store: Store;
let http: Http & { close(): Promise<void> };
let now: number;
beforeEach(async () => {
  now = NOW;
  hook = await hookServer();
  store = await openStore(':memory:');
  http = politeHttp({
    ...HTTP_DEFAULTS,
    userAgent: 'Vigie/test',
    allowHosts: [hook.host],
    hostDelayMs: 0,
    totalMs: 300,
  });
});
afterEach(async () => {
  await http.close();
  await store.close();
  await hook.close();
});
const deps = () => ({ store, http, clock: () => now, log: { debug() {}, info() {}, warn() {}, error() {} } });

const message = (stories = 12): Message => ({
  ...{ kind: 'stories', watch: 'Veille', title: 'Prix des concurrents', url: 'https://veille.exemple/boards/prix' },
  stories: Array.from({ length: stories }, (_, at) => ({
    ...{ id: `s${at}`, title: at === 0 ? HOSTILE : `Histoire ${at}`, url: `https://presse.exemple/(${at})?a=1&b=|` },
    ...{ source: 'La Presse', text: 'Un texte. '.repeat(60), at: NOW, actors: ['Buffer'], note: 'Notre *avis*' },
  })),
  ...{ rest: 3, language: 'fr', timezone: 'Europe/Paris' },
});

async function queued(channel: Channel, given = message(), path = '/hook'): Promise<Subscription> {
  const subscription: Subscription = {
    ...{ id: `of-${channel}`, channel, address: `${hook.url}${path}`, subject: { kind: 'digest' } },
    schedule: { rhythm: 'each', minute: 0, weekday: 1, mostPerDay: 3 },
    ...{
      language: 'fr',
      timezone: 'Europe/Paris',
      state: 'active',
      createdBy: 'owner',
      createdAt: NOW,
      plannedAt: NOW,
    },
    ...{ refusals: 0, ...(channel === 'webhook' && { secret: SECRET }) },
  };
  await store.subscriptions.save(subscription);
  const payload = JSON.stringify(payloadOf(subscription, given, 'd1', NOW));
  await store.deliveries.add({
    id: 'd1',
    subscription: subscription.id,
    channel,
    address: subscription.address,
    payload,
    createdAt: NOW,
  });
  return subscription;
}
const state = async () => (await store.deliveries.find('d1'))?.state;
const body = () => JSON.parse(hook.posted.at(-1)?.body ?? 'null');

// The shapes are those of each service's documents, as said in web/messages/chat.ts.
const slackText = z.strictObject({ type: z.enum(['mrkdwn', 'plain_text']), text: z.string().min(1).max(3000) });
const SHAPES = {
  slack: z.strictObject({
    text: z.string().max(4000),
    blocks: z
      .array(
        z.discriminatedUnion('type', [
          z.strictObject({ type: z.literal('header'), text: slackText.extend({ text: z.string().min(1).max(150) }) }),
          z.strictObject({ type: z.literal('section'), text: slackText }),
        ]),
      )
      .max(50),
    unfurl_links: z.literal(false),
    unfurl_media: z.literal(false),
  }),
  mattermost: z.strictObject({ text: z.string().min(1).max(16_383), username: z.string() }),
  discord: z
    .strictObject({
      content: z.string().max(2000),
      embeds: z
        .array(
          z.strictObject({
            title: z.string().min(1).max(256),
            url: z.url(),
            description: z.string().max(4096),
            footer: z.strictObject({ text: z.string().max(2048) }),
            timestamp: z.iso.datetime(),
          }),
        )
        .max(10),
      allowed_mentions: z.strictObject({ parse: z.tuple([]) }),
    })
    .refine(
      ({ embeds }) =>
        embeds.reduce(
          (sum, { title, description, footer }) => sum + title.length + description.length + footer.text.length,
          0,
        ) <= 6000,
    ),
  teams: z
    .strictObject({
      type: z.literal('message'),
      attachments: z.tuple([
        z.strictObject({
          contentType: z.literal('application/vnd.microsoft.card.adaptive'),
          contentUrl: z.null(),
          content: z.strictObject({
            $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
            type: z.literal('AdaptiveCard'),
            version: z.literal('1.4'),
            body: z.array(
              z.looseObject({ type: z.literal('TextBlock'), text: z.string().min(1), wrap: z.literal(true) }),
            ),
            actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() })),
          }),
        }),
      ]),
    })
    .refine((card) => Buffer.byteLength(JSON.stringify(card)) <= 28_000),
} as const;

describe.each(Object.keys(SHAPES) as (keyof typeof SHAPES)[])('%s', (channel) => {
  test('gets what its documents ask for, however much there is to tell', async () => {
    const bodyOf = (stories: number) =>
      payloadOf({ channel, address: hook.url } as Subscription, message(stories), 'd1', NOW);
    for (const stories of [1, 12, 200]) expect(SHAPES[channel].safeParse(bodyOf(stories)).error).toBeUndefined();
    await queued(channel);
    await sendDeliveries(deps());
    expect(hook.posted[0]?.headers['content-type']).toBe('application/json');
    expect(SHAPES[channel].safeParse(body()).error).toBeUndefined();
  });

  test('gets a newsletter with the words of its writers, whatever they wrote', async () => {
    const intro = `${HOSTILE}\n\n${'*_`[](x) '.repeat(600)}`;
    const letter = { ...message(30), kind: 'newsletter', intro } as const;
    const given = payloadOf({ channel, address: hook.url } as Subscription, letter, 'd1', NOW);
    expect(SHAPES[channel].safeParse(given).error).toBeUndefined();
    expect(JSON.stringify(given)).toContain('https://veille.exemple/boards/prix');
    expect(JSON.stringify(given)).not.toContain('<!channel>');
    // In Slack nobody is called outside angle brackets.
    if (channel !== 'slack') expect(JSON.stringify(given)).not.toContain('@everyone');
  });

  test('what a title says calls nobody and links nowhere', async () => {
    await queued(channel, message(1));
    await sendDeliveries(deps());
    const text = hook.posted[0]?.body ?? '';
    expect(text).not.toContain('<!channel>');
    // In Slack, links and calls stand in angle brackets, which are escaped; elsewhere these are what they look like.
    if (channel !== 'slack') expect(text).not.toMatch(/\]\(javascript:|@everyone/);
  });
});

describe('a webhook', () => {
  test('is signed, and its receiver can check who sent it', async () => {
    await queued('webhook');
    await sendDeliveries(deps());
    const { headers, body: text } = hook.posted[0] ?? { headers: {}, body: '' };
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    // The library wants the present: the clock of the test stands in March.
    const stamp = given['webhook-timestamp'] ?? '';
    expect(Number(stamp)).toBe(NOW / 1000);
    const signature = new Webhook(SECRET).sign(given['webhook-id'] ?? '', new Date(NOW), text);
    expect(given['webhook-signature']).toBe(signature);
    expect(JSON.parse(text)).toMatchObject({ type: 'vigie.stories', data: { title: 'Prix des concurrents', rest: 3 } });
  });

  test('tried again carries the same id and the same body', async () => {
    await queued('webhook');
    hook.answers.push({ status: 500 }, 'silence', { status: 200 });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await sendDeliveries(deps());
      now += 3_600_000;
    }
    expect(await state()).toBe('sent');
    expect(new Set(hook.posted.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(hook.posted.map(({ body: text }) => text)).size).toBe(1);
  });
});

describe('an endpoint that', () => {
  test.each([
    ['is out of order', { status: 500 }, 'waiting'],
    ['asks for time', { status: 429, headers: { 'retry-after': '600' } }, 'waiting'],
    ['does not answer', 'silence' as const, 'waiting'],
    ['is gone', { status: 410 }, 'dead'],
    ['does not know us', { status: 403 }, 'dead'],
  ])('%s leaves the message %s', async (_, answer, expected) => {
    await queued('slack');
    hook.answers.push(answer);
    await sendDeliveries(deps());
    expect(await state()).toBe(expected);
    expect((await store.deliveries.find('d1'))?.problem).toBeTruthy();
  });

  test('asks for ten minutes is given ten minutes', async () => {
    await queued('discord');
    hook.answers.push({ status: 429, headers: { 'retry-after': '600' } });
    await sendDeliveries(deps());
    now += 9 * 60_000;
    await sendDeliveries(deps());
    expect(hook.posted).toHaveLength(1);
    now += 2 * 60_000;
    await sendDeliveries(deps());
    expect(await state()).toBe('sent');
  });

  test('leads to a private address is refused by the guard, and nothing is sent', async () => {
    await http.close();
    http = politeHttp({ ...HTTP_DEFAULTS, userAgent: 'Vigie/test', allowHosts: [] });
    await queued('webhook');
    await sendDeliveries(deps());
    expect(hook.posted).toHaveLength(0);
    expect(await state()).toBe('dead');
    expect((await store.deliveries.find('d1'))?.problem).toBe('private-address');
  });
});

test('what was in hand when a process died: a webhook goes again, a mail waits for a person', async () => {
  await queued('webhook');
  await store.deliveries.add({
    id: 'm1',
    subscription: 'of-webhook',
    channel: 'mail',
    address: 'a@exemple.fr',
    payload: '{}',
    createdAt: NOW,
  });
  await store.deliveries.take(NOW, 10);
  now += 1000;
  // Nobody else's are touched before they must be abandoned.
  expect(await recoverDeliveries(deps())).toBe(0);
  expect(await recoverDeliveries(deps(), 0)).toBe(2);
  expect(await state()).toBe('waiting');
  expect((await store.deliveries.find('m1'))?.state).toBe('uncertain');
  await sendDeliveries(deps());
  expect(hook.posted).toHaveLength(1);
});
