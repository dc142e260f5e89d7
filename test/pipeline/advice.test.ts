import { expect, onTestFinished, test } from 'vitest';
import { chatAssistant } from '../../src/adapters/http/assistant.ts';
import type { ItemEvent } from '../../src/domain/model/event.ts';
import { MINUTE_MS } from '../../src/domain/model/units.ts';
import { adviseEdition } from '../../src/pipeline/advice.ts';
import { edition } from '../../src/pipeline/digest.ts';
import { retagIfChanged } from '../../src/pipeline/follow.ts';
import { anItem, aSource, NOW } from '../support/builders.ts';
import { type Answer, body, fixtureServer, hang, status } from '../support/fixtureServer.ts';
import { insertItems } from '../support/insertItems.ts';
import { type TestDeps, testDeps } from '../support/testDeps.ts';

/** What an OpenAI-compatible service answers. */
const says = (content: unknown): Answer =>
  body(JSON.stringify({ choices: [{ message: { content: JSON.stringify(content) } }], usage: { total_tokens: 90 } }));

async function withModel(...answers: Answer[]) {
  const server = await fixtureServer();
  server.on('/v1/chat/completions', ...answers);
  const assistant = chatAssistant({ url: `${server.url}/v1`, model: 'tiny', key: 'secret', totalMs: 300 });
  const deps: TestDeps = { ...(await testDeps()), assistant };
  onTestFinished(async () => {
    await assistant.close();
    await server.close();
  });
  return { server, deps };
}

async function publish(deps: TestDeps, event?: ItemEvent): Promise<void> {
  await deps.store.sources.follow(aSource(), NOW);
  const title = 'Le barrage rouvre au public';
  const own = { title, text: 'Le barrage de Serre rouvre.', contentHash: 'h', publishedAt: NOW - MINUTE_MS };
  await insertItems(deps.store, [anItem({ id: 'one', ...own, seenAt: NOW, ...(event && { event }) })]);
  await edition({}, deps);
}
const eventOf = async (deps: TestDeps) => (await deps.store.items.listByIds(['one' as never]))[0]?.event;

const GOOD = {
  summary: 'Le barrage de Serre rouvre.',
  meaning: ['Une visite à prévoir.'],
  event: 'launch',
  eventWords: 'rouvre',
};

test('the stories of the last edition are asked about once, and what it cost is counted', async () => {
  const { server, deps } = await withModel(says(GOOD));
  await publish(deps);
  expect(await adviseEdition(deps)).toBe(1);
  expect((await deps.store.advice.listOf(['one'])).get('one')).toMatchObject({
    model: 'tiny',
    advice: { summary: GOOD.summary, meaning: GOOD.meaning },
  });
  expect(server.seen[0]?.headers.authorization).toBe('Bearer secret');
  expect(await adviseEdition(deps)).toBe(0);
  expect(server.seen).toHaveLength(1);
  expect(await deps.store.advice.spentSince(0)).toEqual({ questions: 1, tokens: 90 });
});

test('an event is judged again where patterns were not sure, and only there', async () => {
  const { deps } = await withModel(says(GOOD));
  await publish(deps);
  await adviseEdition(deps);
  expect(await eventOf(deps)).toMatchObject({ type: 'launch', proof: ['rouvre'], by: 'model' });
  // Judged anew, the opinion stays.
  await retagIfChanged(deps);
  expect(await eventOf(deps)).toMatchObject({ type: 'launch', by: 'model' });
  for (const known of [
    { type: 'incident', confidence: 0.9, proof: ['barrage'], by: 'title' },
    { type: 'incident', confidence: 0.1, proof: ['barrage'], by: 'reader' },
  ] as ItemEvent[]) {
    const { deps: other } = await withModel(says(GOOD));
    await publish(other, known);
    await adviseEdition(other);
    expect(await eventOf(other)).toMatchObject(known);
  }
});

test.each<[string, Answer]>([
  ['refuses', status(500)],
  ['never answers', hang],
  ['answers no JSON', body('<html>')],
  ['answers without end', body('x'.repeat(300_000))],
])('a model that %s changes nothing, and is asked again later', async (_, answer) => {
  const { deps } = await withModel(answer, says(GOOD));
  await publish(deps);
  expect(await adviseEdition(deps)).toBe(0);
  expect(await eventOf(deps)).toBeUndefined();
  expect(await adviseEdition(deps)).toBe(1);
});

test('a stop does not wait for a slow model', async () => {
  const stopping = new AbortController();
  const { server, deps } = await withModel(() => stopping.abort());
  const assistant = chatAssistant({ url: `${server.url}/v1`, model: 'slow', totalMs: 600_000 });
  await publish(deps);
  expect(await adviseEdition({ ...deps, assistant }, stopping.signal)).toBe(0);
  expect(server.seen).toHaveLength(1);
  await assistant.close();
});

test('an answer that says what the article does not is paid for and not shown', async () => {
  const { deps } = await withModel(says({ summary: 'Le barrage de Malpasset cède.' }));
  await publish(deps);
  expect(await adviseEdition(deps)).toBe(1);
  expect((await deps.store.advice.listOf(['one'])).get('one')?.advice).toBeUndefined();
  expect(await adviseEdition(deps)).toBe(0);
});

test('without a model nothing is asked', async () => {
  expect(await adviseEdition(await testDeps())).toBe(0);
});
