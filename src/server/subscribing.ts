import { randomBytes } from 'node:crypto';
import { may } from '../domain/access/policy.ts';
import { VigieError } from '../domain/errors.ts';
import { minuteOfDay } from '../domain/model/clockTime.ts';
import type { Person } from '../domain/model/person.ts';
import {
  CHANNELS,
  type Channel,
  RHYTHMS,
  type Schedule,
  type Subject,
  type Subscription,
} from '../domain/model/subscription.ts';
import { parseRule } from '../domain/query/parse.ts';
import { openBoard } from '../pipeline/boards.ts';
import type { Deps } from '../pipeline/deps.ts';
import { emailOf } from './email.ts';
import { type Form, field } from './forms.ts';
import { newId } from './tokens.ts';

const MAX_ADDRESS = 1000;
const MAX_QUERY = 500;
const MAX_NAME = 80;
const DEFAULT_MOST = 3;

type SubscribingDeps = Pick<Deps, 'store' | 'watch' | 'clock'>;

/**
 * What a form asks for, as a subscription that was not there before or the one it changes.
 * @throws VigieError `subscription.…`, each one line, or the query's own with its column
 */
export async function readSubscription(form: Form, by: Person, deps: SubscribingDeps): Promise<Subscription> {
  const { store, watch, clock } = deps;
  const channel = CHANNELS.find((each) => each === (field(form, 'channel') || 'mail'));
  if (!channel) throw new VigieError('subscription.channel');
  const address = addressOf(form, channel, by);
  const receiver = channel === 'mail' ? await store.people.findByEmail(address) : undefined;
  // A reader subscribes themselves; sending to others and to rooms takes an editor.
  if (receiver?.id !== by.id && !may(by.role, 'curate')) throw new VigieError('subscription.notYours');
  const subject = await readSubject(form, by, deps);
  const known = await store.subscriptions.findSame(channel, address, subject);
  const language = field(form, 'language');
  return {
    id: known?.id ?? newId(),
    ...(receiver && { person: receiver.id }),
    ...{ channel, address, subject, schedule: readSchedule(form, subject) },
    ...(channel === 'webhook' && { secret: known?.secret ?? `whsec_${randomBytes(24).toString('base64')}` }),
    language: language === 'fr' || language === 'en' ? language : (receiver?.language ?? watch.language),
    timezone: receiver?.timezone ?? watch.timezone,
    // Without an account nobody is sent anything before they said yes.
    state: channel === 'mail' && !receiver && known?.state !== 'active' ? 'pending' : 'active',
    ...{ createdBy: known?.createdBy ?? by.id, createdAt: known?.createdAt ?? clock() },
    ...{ plannedAt: known?.plannedAt ?? clock(), refusals: 0 },
  };
}

function addressOf(form: Form, channel: Channel, by: Person): string {
  const given = field(form, 'address');
  if (channel === 'mail') {
    const email = given === '' ? by.email : emailOf(given);
    if (email === undefined) throw new VigieError(given === '' ? 'subscription.noEmail' : 'subscription.badEmail');
    return email;
  }
  const isWeb = URL.canParse(given) && /^https?:$/.test(new URL(given).protocol) && given.length <= MAX_ADDRESS;
  if (!isWeb) throw new VigieError('subscription.badUrl');
  return given;
}

async function readSubject(form: Form, by: Person, { store, watch }: SubscribingDeps): Promise<Subject> {
  const [kind = '', id = ''] = field(form, 'subject').split(/:(.*)/s);
  switch (kind) {
    case 'digest':
    case 'report':
      return { kind };
    case 'competitor':
      if (!watch.actors.some((actor) => actor.id === id)) break;
      return { kind, actor: id };
    case 'board': {
      if (!(await openBoard(id, by, { store }))) break;
      return { kind, board: id };
    }
    case 'query': {
      const query = field(form, 'query').slice(0, MAX_QUERY);
      if (query === '') throw new VigieError('subscription.noQuery');
      parseRule(query);
      return { kind, query, name: field(form, 'name').slice(0, MAX_NAME) || query };
    }
  }
  throw new VigieError('subscription.subject');
}

function readSchedule(form: Form, { kind }: Subject): Schedule {
  if (field(form, 'rhythm') === 'newsletter' && kind !== 'board') throw new VigieError('subscription.onlyBoards');
  // A month ends once.
  const rhythm = kind === 'report' ? 'monthly' : (RHYTHMS.find((each) => each === field(form, 'rhythm')) ?? 'daily');
  const [from, to] = [minuteOfDay(field(form, 'quietFrom')), minuteOfDay(field(form, 'quietTo'))];
  return {
    rhythm,
    minute: minuteOfDay(field(form, 'at')) ?? 8 * 60,
    weekday: wholeIn(field(form, 'weekday'), 1, 7) ?? 1,
    mostPerDay: rhythm === 'each' || rhythm === 'hourly' ? (wholeIn(field(form, 'most'), 1, 48) ?? DEFAULT_MOST) : 1,
    ...(from !== undefined && to !== undefined && { quiet: { from, to } }),
  };
}

function wholeIn(text: string, least: number, most: number): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
