import * as robotsModule from 'robots-parser';
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

export interface RobotsAnswer {
  isAllowed: boolean;
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

/**
 * Who may ask what, by RFC 9309.
 * @param agent the product token rules name us by
 * @param fetchRules asks for one robots.txt; undefined when the host was not reached: then its pages will not be either
 */
export function robotsRules(
  agent: string,
  memory: RobotsMemory,
  fetchRules: (url: string) => Promise<{ status: number; body: string } | undefined>,
  clock: () => Instant,
): (url: URL) => Promise<RobotsAnswer> {
  const asking = new Map<string, Promise<RobotsRecord | undefined>>();

  async function recordOf(origin: string): Promise<RobotsRecord | undefined> {
    const known = await memory.find(origin);
    const keep = known && known.status < 500 ? KEEP_MS : KEEP_FAILURE_MS;
    if (known && clock() - known.fetchedAt < keep) return known;
    const answer = await fetchRules(`${origin}/robots.txt`);
    // Rules once given outlive an outage of the host that gave them.
    if (!answer || (answer.status >= 500 && known && known.status < 500)) return known;
    const record = { status: answer.status, body: answer.body.slice(0, MAX_CHARACTERS), fetchedAt: clock() };
    await memory.save(origin, record);
    return record;
  }

  return async (url) => {
    const pending = asking.get(url.origin) ?? recordOf(url.origin).finally(() => asking.delete(url.origin));
    asking.set(url.origin, pending);
    const record = await pending;
    if (!record || (record.status >= 400 && record.status < 500)) return { isAllowed: true };
    if (record.status >= 500) return { isAllowed: false, status: record.status };
    const rules = robotsParser(`${url.origin}/robots.txt`, record.body);
    const delay = rules.getCrawlDelay(agent);
    return {
      isAllowed: rules.isAllowed(url.href, agent) !== false,
      ...(delay !== undefined && delay > 0 && { delayMs: Math.min(delay * 1000, MAX_DELAY_MS) }),
    };
  };
}
