import * as robotsModule from 'robots-parser';
import type { Problem } from '../../domain/model/source.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../domain/model/units.ts';

/** What a host's robots.txt said, and when it was asked. */
export interface RobotsRecord {
  /** 200: `body` holds the rules; 4xx: everything is allowed; else the host could not say, and nothing is. */
  status: number;
  body: string;
  fetchedAt: Instant;
}

/** Where the records live between two runs. */
export interface RobotsMemory {
  find(origin: string): Promise<RobotsRecord | undefined>;
  save(origin: string, record: RobotsRecord): Promise<void>;
}

/** What asking for a robots.txt came to: an answer, or what kept it from coming. */
export type RobotsFetched = { status: number; body: string } | { problem: Problem };

export interface RobotsAnswer {
  isAllowed: boolean;
  /** Why not, when the host was not reached and never gave rules: then its pages are not asked either (RFC 9309 2.3.1.4). */
  problem?: Problem;
  /** Why not, when the host could not say: the status of its robots.txt. */
  status?: number;
  /** Crawl-delay, ms. */
  delayMs?: number;
}

// A CommonJS package whose types promise an ES module.
const robotsParser = robotsModule.default as unknown as typeof robotsModule.default.default;

/** RFC 9309 2.4: cached no longer than 24 hours. A host that could not say is asked again sooner. */
const KEEP_MS = DAY_MS;
const KEEP_FAILURE_MS = HOUR_MS;
/** RFC 9309 2.5: at least 500 kibibytes are read. */
const MAX_CHARACTERS = 500 * 1024;
const MAX_DELAY_MS = 30_000;
/** A host that answers, but with no file of rules: redirects for ever (RFC 9309 2.3.1.2), or more than anybody reads. */
const NO_RULES = new Set<Problem['kind']>(['redirect-loop', 'bad-url', 'too-large', 'bad-encoding']);
const ALLOW_ALL = { status: 404, body: '' };

/**
 * Who may ask what, by RFC 9309.
 * @param agent the product token rules name us by
 * @param fetchRules asks for one robots.txt
 */
export function robotsRules(
  agent: string,
  memory: RobotsMemory,
  fetchRules: (url: string) => Promise<RobotsFetched>,
  clock: () => Instant,
): (url: URL) => Promise<RobotsAnswer> {
  const asking = new Map<string, Promise<RobotsRecord | { problem: Problem }>>();

  async function recordOf(origin: string): Promise<RobotsRecord | { problem: Problem }> {
    const known = await memory.find(origin);
    const keep = known && known.status < 500 ? KEEP_MS : KEEP_FAILURE_MS;
    if (known && clock() - known.fetchedAt < keep) return known;
    const answer = await fetchRules(`${origin}/robots.txt`);
    const hasFailed = 'problem' in answer || answer.status >= 500;
    // Rules once given outlive an outage of the host that gave them, which is asked again as soon as one that gave none.
    if (hasFailed && known && known.status < 500) {
      await memory.save(origin, { ...known, fetchedAt: clock() - KEEP_MS + KEEP_FAILURE_MS });
      return known;
    }
    if ('problem' in answer) return NO_RULES.has(answer.problem.kind) ? { ...ALLOW_ALL, fetchedAt: clock() } : answer;
    const record = { status: answer.status, body: answer.body.slice(0, MAX_CHARACTERS), fetchedAt: clock() };
    await memory.save(origin, record);
    return record;
  }

  return async (url) => {
    const pending = asking.get(url.origin) ?? recordOf(url.origin).finally(() => asking.delete(url.origin));
    asking.set(url.origin, pending);
    const record = await pending;
    if ('problem' in record) return { isAllowed: false, problem: record.problem };
    if (record.status >= 400 && record.status < 500) return { isAllowed: true };
    if (record.status >= 500) return { isAllowed: false, status: record.status };
    const rules = robotsParser(`${url.origin}/robots.txt`, record.body);
    const delay = rules.getCrawlDelay(agent);
    return {
      isAllowed: rules.isAllowed(url.href, agent) !== false,
      ...(delay !== undefined && delay > 0 && { delayMs: Math.min(delay * 1000, MAX_DELAY_MS) }),
    };
  };
}
