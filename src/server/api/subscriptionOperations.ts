import { z } from 'zod';
import { CHANNELS, RHYTHMS, type Subscription } from '../../domain/model/subscription.ts';
import { boardsOf, type OpenedBoard } from '../../pipeline/boards.ts';
import type { ServerDeps } from '../context.ts';
import { actOnSubscription, isTheirs, SUBSCRIPTION_ACTIONS, subscribe } from '../subscriptionActions.ts';
import { type Operation, operation, problem } from './operation.ts';
import { asForm, done, doneAnswer, id, none } from './shapes.ts';

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const shape = z.object({
  ...{ id: z.string(), channel: z.enum(CHANNELS), address: z.string(), language: z.enum(['fr', 'en']) },
  ...{ subject: z.looseObject({ kind: z.string() }), rhythm: z.enum(RHYTHMS), state: z.string() },
});

/** Without what signs its messages, the address of a hook (who has it can write there), and boards that are not theirs. */
function shown(subscription: Subscription, boards: readonly OpenedBoard[]): z.input<typeof shape> {
  const { id: own, channel, address, subject, language, state, schedule } = subscription;
  const isHidden = subject.kind === 'board' && boards.every(({ board }) => board.id !== subject.board);
  return {
    ...{ id: own, channel, language, state, rhythm: schedule.rhythm },
    ...{ subject: isHidden ? { kind: 'board' } : subject },
    address: channel === 'mail' ? address : new URL(address).host,
  };
}

/** What the page of subscriptions does. */
export function subscriptionOperations(deps: ServerDeps): Operation[] {
  const { store } = deps;
  const write = { scope: 'write', needs: 'own', method: 'post', query: none } as const;
  return [
    operation({
      ...{
        id: 'subscriptions',
        method: 'get',
        path: '/subscriptions',
        summary: 'Who is sent what, where one may know',
      },
      ...{ scope: 'read', needs: 'own', params: none, query: none },
      answer: z.object({ subscriptions: z.array(shape) }),
      run: async ({ person }) => {
        const boards = await boardsOf(person, deps);
        const theirs = (await store.subscriptions.list()).filter((each) => isTheirs(person, each));
        return { subscriptions: theirs.map((each) => shown(each, boards)) };
      },
    }),
    operation({
      ...write,
      ...{ id: 'subscribe', path: '/subscriptions', summary: 'Subscribe oneself, a guest or a room', params: none },
      body: z.strictObject({
        ...{ channel: z.enum(CHANNELS).default('mail'), address: z.string().max(1000).optional() },
        subject: z
          .string()
          .max(200)
          .describe('"digest", "report", "board:<id>", "competitor:<id>" or "query", with `query` and `name`'),
        ...{ query: z.string().max(500).optional(), name: z.string().max(80).optional() },
        ...{ rhythm: z.enum(RHYTHMS).default('daily'), at: time.optional() },
        ...{ weekday: z.int().min(1).max(7).optional(), most: z.int().min(1).max(48).optional() },
        ...{ quietFrom: time.optional(), quietTo: time.optional(), language: z.enum(['fr', 'en']).optional() },
      }),
      answer: z.object({ ...shape.shape, secret: z.string().optional().describe('Of a new webhook, said once.') }),
      run: async ({ body, person }) => {
        const { subscription, isNew } = await subscribe(asForm(body), person, deps);
        const told = shown(subscription, await boardsOf(person, deps));
        return { ...told, ...(isNew && subscription.secret && { secret: subscription.secret }) };
      },
    }),
    operation({
      ...write,
      ...{
        id: 'changeSubscription',
        path: '/subscriptions/{subscription}/actions',
        summary: 'Pause, resume or end a subscription',
      },
      params: z.object({ subscription: id }),
      body: z.strictObject({ action: z.enum(SUBSCRIPTION_ACTIONS) }),
      answer: doneAnswer,
      run: async ({ params, body, person }) => {
        const subscription = await store.subscriptions.find(params.subscription);
        if (!subscription || !isTheirs(person, subscription)) return problem(404, 'api.notFound');
        await actOnSubscription(subscription, body.action, deps);
        return done;
      },
    }),
  ];
}
