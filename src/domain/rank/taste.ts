import type { Reason } from '../model/digest.ts';
import { DAY_MS, type Instant } from '../model/units.ts';
import type { Candidate } from './candidates.ts';

/** What a reader did with stories of one subject, and said of them. */
export interface Taste {
  /** "actor buffer", "topic reels", "event pricing", "source 0123…" */
  subject: string;
  /** Stories shown, and of them read or kept; both halve every thirty days. */
  shown: number;
  liked: number;
  /** "More like this" minus "less like this"; halves as well. */
  said: number;
  /** When the figures were true. */
  at: Instant;
}

const HALF_LIFE_MS = 30 * DAY_MS;
/** Before anything is known a story is read two times in ten (quality notes: Beta(2, 8)). */
const PRIOR = { liked: 2, shown: 10 };
/** Stories read from which on habits count in full: nobody is known by a handful. */
const ENOUGH = 30;
/** However strong the habit, it moves a subject by no more than this, in log-odds. */
const MOST_LOGIT = 1.5;
const POINTS_PER_LOGIT = 4;
const POINTS_PER_WORD = 3;
const MOST_SAID = 2;
/** Taste alone never makes a story, nor breaks one. */
const MOST_POINTS = 10;

/** The same figures as of later. */
export function fadedTo(taste: Taste, at: Instant): Taste {
  const left = 2 ** (-Math.max(0, at - taste.at) / HALF_LIFE_MS);
  return { ...taste, shown: taste.shown * left, liked: taste.liked * left, said: taste.said * left, at };
}

/** What a story is about, as tastes are kept. */
export const subjectsOf = ({
  actors,
  topics,
  lead,
  event,
}: Pick<Candidate, 'actors' | 'topics' | 'lead' | 'event'>): string[] => [
  ...actors.slice(0, 2).map((id) => `actor ${id}`),
  ...topics.slice(0, 3).map((id) => `topic ${id}`),
  ...(event ? [`event ${event.type}`] : []),
  `source ${lead.sourceId}`,
];

/** How a reader's habits and words weigh on a story: the subjects that say most, summed and bounded. */
export function tasteReason(candidate: Candidate, tastes: ReadonlyMap<string, Taste>): Reason[] {
  const all = [...tastes.values()];
  const sources = all.filter(({ subject }) => subject.startsWith('source '));
  const liked = sum(sources.map((taste) => taste.liked));
  const usual = logit((PRIOR.liked + liked) / (PRIOR.shown + sum(sources.map((taste) => taste.shown))));
  const trust = Math.min(1, liked / ENOUGH);
  const weighed = subjectsOf(candidate).flatMap((subject) => {
    const taste = tastes.get(subject);
    if (!taste) return [];
    const own = logit((PRIOR.liked + taste.liked) / (PRIOR.shown + taste.shown));
    const habit = POINTS_PER_LOGIT * trust * clamp(own - usual, MOST_LOGIT);
    return [{ subject, points: habit + POINTS_PER_WORD * clamp(taste.said, MOST_SAID) }];
  });
  const telling = weighed.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)).slice(0, 2);
  const points = Math.round(clamp(sum(telling.map((each) => each.points)), MOST_POINTS));
  const [first] = telling;
  if (!first || points === 0) return [];
  const [kind = '', id = ''] = first.subject.split(' ', 2);
  return [{ code: points > 0 ? 'tasteMore' : 'tasteLess', points, params: { kind, id } }];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
const logit = (rate: number): number => {
  const bounded = Math.max(0.01, Math.min(0.99, rate));
  return Math.log(bounded / (1 - bounded));
};
