import { randomBytes } from 'node:crypto';
import { discordBody, mattermostBody, slackBody, teamsBody, webhookBody } from '../../web/messages/chat.ts';
import { messageMail } from '../../web/views/mail/message.tsx';
import { isQuiet, patternOf } from '../domain/deliver/schedule.ts';
import type { Message } from '../domain/model/message.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import { DAY_MS, type Instant } from '../domain/model/units.ts';
import { dayStart, lastSlot, localDay } from './days.ts';
import type { Deps } from './deps.ts';
import { mayReceive } from './mayReceive.ts';
import { type Addresses, digestMessage, newsletterMessage, reportMessage, storiesMessage } from './messages.ts';
import { newsletterKey, numberIn } from './newsletters.ts';
import { monthOf, reportOf, shifted } from './report.ts';

export type PlanDeps = Pick<Deps, 'store' | 'watch' | 'clock' | 'log'>;

/**
 * Makes the messages that are due: each is rendered, written down, and what it tells is crossed off, in one transaction.
 * @returns how many were made
 */
export async function planDeliveries(deps: PlanDeps, at: Addresses): Promise<number> {
  const { store, log } = deps;
  const withNews = await store.subscriptions.withWaiting();
  let made = 0;
  for (const subscription of await store.subscriptions.listActive()) {
    try {
      if (await plan(subscription, withNews.has(subscription.id), deps, at)) made += 1;
    } catch (error) {
      // One that cannot be made holds no other up.
      log.error({ subscription: subscription.id, error: (error as Error).stack }, 'A message could not be made');
    }
  }
  return made;
}

async function plan(subscription: Subscription, hasNews: boolean, deps: PlanDeps, at: Addresses): Promise<boolean> {
  const now = deps.clock();
  const { subject, schedule, timezone } = subscription;
  if (!(await mayReceive(subscription, deps))) {
    // What went to the others while they might not read it is nothing for later.
    if (hasNews) await crossOffNewsletters(subscription, deps);
    return false;
  }
  const slot = slotOf(subscription, now);
  if (slot === undefined || isQuiet(schedule, minuteOfDay(now, timezone))) return false;
  if (subject.kind === 'digest') return planDigest(subscription, slot, deps, at);
  if (subject.kind === 'report') return planReport(subscription, slot, deps, at);
  return hasNews ? planNews(subscription, slot, deps, at) : nothingToTell(subscription, slot, deps);
}

/** What waits for a board, a competitor or an alert: a newsletter at once, the rest at its hour. */
async function planNews(subscription: Subscription, slot: Instant, deps: PlanDeps, at: Addresses): Promise<boolean> {
  const { store, clock } = deps;
  const { id, subject, schedule, timezone } = subscription;
  const waiting = (await store.subscriptions.waiting(id)).map((each) => each.subject);
  if (subject.kind === 'board' && (await planNewsletter(subject.board, waiting, subscription, deps, at))) return true;
  const ids = waiting.filter((key) => numberIn(key) === undefined);
  if (schedule.rhythm === 'newsletter') {
    // From before they asked for newsletters only.
    await store.subscriptions.told(id, ids, 'nothing');
    return false;
  }
  if (ids.length === 0) return nothingToTell(subscription, slot, deps);
  if (slot <= subscription.plannedAt && schedule.rhythm !== 'each') return false;
  if (schedule.rhythm === 'each' || schedule.rhythm === 'hourly') {
    const today = dayStart(localDay(clock(), timezone), timezone);
    if ((await store.deliveries.countSince(id, today)) >= schedule.mostPerDay) return false;
  }
  return write(subscription, await storiesMessage(ids, subscription, deps, at), ids, clock(), deps);
}

/** Its hour has passed with nothing to tell: what comes later waits for the next one. */
async function nothingToTell(
  { id, schedule, plannedAt }: Subscription,
  slot: Instant,
  { store }: PlanDeps,
): Promise<boolean> {
  if (patternOf(schedule) !== undefined && slot > plannedAt) await store.subscriptions.setPlanned(id, slot);
  return false;
}

/** The edition its receiver has not had, once their hour has come; one made later that day goes out when it is made. */
async function planDigest(subscription: Subscription, slot: Instant, deps: PlanDeps, at: Addresses): Promise<boolean> {
  const { store, clock } = deps;
  const { id, createdAt, timezone } = subscription;
  const digest = await store.digests.findLatest();
  // Of last week, or from before they subscribed: no news any more.
  if (!digest || digest.createdAt < Math.max(slot, createdAt) - DAY_MS) return false;
  // Of a day whose hour has not come yet.
  if (localDay(slot, timezone) < localDay(digest.createdAt, timezone)) return false;
  if ((await store.deliveries.countSince(id, slot)) > 0) return false;
  const key = `digest ${digest.number}`;
  await store.subscriptions.arrive([{ subscription: id, subject: key, at: digest.createdAt }]);
  const isNew = (await store.subscriptions.waiting(id)).some(({ subject }) => subject === key);
  if (!isNew) return false;
  const isEmpty = digest.sections.every(({ stories }) => stories.length === 0);
  return write(subscription, isEmpty ? undefined : digestMessage(digest, subscription, deps, at), [key], clock(), deps);
}

/** The month before the slot's, once it has ended where the watch is, too. Who subscribes later begins with the next. */
async function planReport(subscription: Subscription, slot: Instant, deps: PlanDeps, at: Addresses): Promise<boolean> {
  const { store, clock, watch } = deps;
  const { id, person, createdBy, createdAt, timezone } = subscription;
  const month = shifted(monthOf(slot, timezone), -1);
  if (slot <= createdAt || month >= monthOf(clock(), watch.timezone)) return false;
  const key = `report ${month}`;
  await store.subscriptions.arrive([{ subscription: id, subject: key, at: slot }]);
  const isNew = (await store.subscriptions.waiting(id)).some(({ subject }) => subject === key);
  const reader = isNew ? await store.people.find(person ?? createdBy) : undefined;
  if (!reader) return false;
  const report = await reportOf(month, reader, deps);
  const isEmpty = report.clicks === 0 && report.editions === 0;
  return write(subscription, isEmpty ? undefined : reportMessage(report, subscription, deps, at), [key], clock(), deps);
}

/** The oldest newsletter that waits for a receiver. What it tells is not told to them again. */
async function planNewsletter(
  boardId: string,
  waiting: readonly string[],
  subscription: Subscription,
  deps: PlanDeps,
  at: Addresses,
): Promise<boolean> {
  const { store, clock } = deps;
  const [number] = waiting.flatMap((key) => numberIn(key) ?? []).sort((a, b) => a - b);
  if (number === undefined) return false;
  const board = await store.boards.find(boardId);
  const newsletter = await store.newsletters.find(boardId, number);
  const told = newsletter?.stories.map(({ id }) => id as string).filter((id) => waiting.includes(id)) ?? [];
  const message = board && newsletter && newsletterMessage(newsletter, board, subscription, deps, at);
  return write(subscription, message, [newsletterKey(number), ...told], clock(), deps, newsletter?.id);
}

async function crossOffNewsletters({ id }: Subscription, { store }: PlanDeps): Promise<void> {
  const waiting = (await store.subscriptions.waiting(id)).map(({ subject }) => subject);
  await store.subscriptions.told(
    id,
    waiting.filter((key) => numberIn(key) !== undefined),
    'nothing',
  );
}

/** All or nothing: a message that is written down tells what is crossed off, and nothing is crossed off without one. */
async function write(
  subscription: Subscription,
  message: Message | undefined,
  subjects: readonly string[],
  now: Instant,
  { store }: PlanDeps,
  newsletter?: string,
): Promise<boolean> {
  const id = randomBytes(12).toString('hex');
  return store.transaction(async (tx) => {
    // Another process may have been faster.
    const waiting = new Set((await tx.subscriptions.waiting(subscription.id)).map(({ subject }) => subject));
    if (!subjects.every((subject) => waiting.has(subject))) return false;
    await tx.subscriptions.told(subscription.id, subjects, message ? id : 'nothing');
    // A newsletter comes besides what is due at its hour.
    if (newsletter === undefined) await tx.subscriptions.setPlanned(subscription.id, now);
    if (!message) return false;
    const { channel, address } = subscription;
    const payload = JSON.stringify(payloadOf(subscription, message, id, now));
    await tx.deliveries.add({
      ...{ id, subscription: subscription.id, channel, address, payload, createdAt: now },
      ...(newsletter !== undefined && { newsletter }),
    });
    return true;
  });
}

/** What a channel is sent: a mail, or the body of a post. */
export function payloadOf({ channel, address }: Subscription, message: Message, id: string, now: Instant): object {
  switch (channel) {
    case 'mail':
      return messageMail(message, address, `${id}@${new URL(message.url).hostname}`);
    case 'slack':
      return slackBody(message);
    case 'mattermost':
      return mattermostBody(message);
    case 'discord':
      return discordBody(message);
    case 'teams':
      return teamsBody(message);
    case 'webhook':
      return webhookBody(message, now);
  }
}

/** The last time its hour came; `now` for what goes out at once. */
const slotOf = ({ schedule, timezone }: Subscription, now: Instant): Instant | undefined => {
  const pattern = patternOf(schedule);
  return pattern === undefined ? now : lastSlot(pattern, timezone, now);
};

function minuteOfDay(now: Instant, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: timezone, hour: '2-digit', minute: '2-digit' })
    .format(now)
    .split(':')
    .map(Number);
  return ((parts[0] ?? 0) % 24) * 60 + (parts[1] ?? 0);
}
