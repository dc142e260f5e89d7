import type { KeptBoard } from '../../src/domain/model/board.ts';
import { clockTime } from '../../src/domain/model/clockTime.ts';
import type { Delivery, Rhythm, Subscription } from '../../src/domain/model/subscription.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { Block } from './block.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { OnlyHere } from './onlyHere.tsx';
import { ScrollTable } from './scrollTable.tsx';
import { Subscribe } from './subscribe.tsx';

export interface SubscriptionsView {
  page: PageContext;
  subscriptions: readonly (Subscription & { title: string })[];
  /** The newest first. */
  deliveries: readonly Delivery[];
  boards: readonly KeptBoard[];
  actors: readonly Actor[];
  names: ReadonlyMap<string, string>;
  /** What the form begins with: "subject" as "board:prix", and so on by the names of its fields. */
  typed: Readonly<Record<string, string | undefined>>;
  /** Whether mail can go out. */
  hasMail: boolean;
  done: string | undefined;
  /** Of a webhook just made: shown once. */
  secret: string | undefined;
  problem: string | undefined;
}

/** Who receives what, when, and what became of it. */
export function SubscriptionsPage(view: SubscriptionsView) {
  const { page, hasMail, done, secret, problem } = view;
  const { t } = page.speech;
  return (
    <Layout page={page} title={t('nav.subscriptions')} current="subscriptions">
      <h1>{t('nav.subscriptions')}</h1>
      <p class="lede">{t('subscriptions.lede')}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {done ? (
        <div class="note ok after" role="status">
          <p>{t(`subscriptions.${done}`)}</p>
          {secret === undefined ? (
            ''
          ) : (
            <p>
              {t('subscriptions.secret')}{' '}
              <input class="wide" readonly value={secret} aria-label={t('subscriptions.secret')} />
            </p>
          )}
        </div>
      ) : (
        ''
      )}
      {hasMail ? '' : <p class="note hint after">{t('subscriptions.noMail')}</p>}
      <OnlyHere page={page} />
      <List view={view} />
      <Subscribe view={view} />
      <Deliveries view={view} />
    </Layout>
  );
}

function List({ view: { page, subscriptions, names } }: { view: SubscriptionsView }) {
  const { t } = page.speech;
  if (subscriptions.length === 0) return <p class="after">{t('subscriptions.none')}</p>;
  return (
    <Block id="list" title={t('nav.subscriptions')} isUntitled>
      <ScrollTable kind="roomy" caption={t('nav.subscriptions')}>
        <thead>
          <tr>
            <th scope="col">{t('subscriptions.who')}</th>
            <th scope="col">{t('subscriptions.what')}</th>
            <th scope="col">{t('subscriptions.when')}</th>
            <th scope="col">{t('subscriptions.state')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {subscriptions.map((each) => (
            <tr>
              <th scope="row">
                {each.person === undefined ? t(`channel.${each.channel}`) : (names.get(each.person) ?? t('role.owner'))}
                <span class="sub">{shortAddress(each)}</span>
              </th>
              <td>{each.title}</td>
              <td>{rhythmWords(each, page)}</td>
              <td>{t(`subscriptions.is.${each.state}`)}</td>
              <td>
                <form method="post" action={`/subscriptions/${each.id}`} class="row">
                  <Csrf page={page} />
                  <button class="btn flat sm" name="action" value={each.state === 'active' ? 'pause' : 'resume'}>
                    {t(`subscriptions.${leverOf(each)}`)}
                  </button>
                  <button class="btn flat sm" name="action" value="remove">
                    {t('subscriptions.remove')}
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <p class="fine after">{t('subscriptions.never')}</p>
    </Block>
  );
}

/** What can be done about how it stands: who has no account can only be asked. */
const leverOf = ({ state, person, channel }: Subscription): 'pause' | 'resume' | 'askAgain' => {
  if (state === 'active') return 'pause';
  const isGuest = person === undefined && channel === 'mail';
  return isGuest && (state === 'pending' || state === 'ended') ? 'askAgain' : 'resume';
};

/** The address of a hook is a secret: its host tells which it is. */
const shortAddress = ({ channel, address }: Subscription): string =>
  channel === 'mail' ? address : new URL(address).hostname;

const TIMED: ReadonlySet<Rhythm> = new Set(['daily', 'weekly', 'monthly']);

function rhythmWords({ schedule, timezone }: Subscription, { speech: { t } }: PageContext): string {
  const at = clockTime(schedule.minute);
  const when = t(`rhythm.${schedule.rhythm}`, { at, weekday: t(`weekday.${schedule.weekday}`) });
  return TIMED.has(schedule.rhythm) ? `${when} (${timezone})` : when;
}

/** What stands in the way: our own codes in words, what a server said as it said it. */
function whyWords(problem: string, { speech: { t } }: PageContext): string {
  const words = t(`delivery.why.${problem}`);
  return words.startsWith('delivery.why.') ? problem : words;
}

function Deliveries({ view: { page, deliveries } }: { view: SubscriptionsView }) {
  const { t, moment } = page.speech;
  if (deliveries.length === 0) return null;
  return (
    <Block id="deliveries" title={t('subscriptions.deliveries')}>
      <ScrollTable kind="dense" caption={t('subscriptions.deliveries')}>
        <thead>
          <tr>
            <th scope="col">{t('subscriptions.to')}</th>
            <th scope="col">{t('subscriptions.made')}</th>
            <th scope="col">{t('subscriptions.state')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, channel, address, createdAt, state, problem, attempts }) => (
            <tr>
              <th scope="row">{channel === 'mail' ? address : t(`channel.${channel}`)}</th>
              <td>{moment(createdAt)}</td>
              <td>
                {t(`delivery.${state}`, { count: attempts })}
                {problem && state !== 'sent' ? <span class="sub">{whyWords(problem, page)}</span> : ''}
              </td>
              <td>
                {state === 'dead' || state === 'uncertain' ? (
                  <form method="post" action={`/subscriptions/deliveries/${id}`}>
                    <Csrf page={page} />
                    <button class="btn flat sm">{t('subscriptions.again')}</button>
                  </form>
                ) : (
                  ''
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </Block>
  );
}
