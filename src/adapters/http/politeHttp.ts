import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Instant } from '../../domain/model/units.ts';
import type { Http, HttpOutcome, HttpRequest, PostOutcome } from '../../domain/ports.ts';
import { answerOf, headerOf, type Redirect } from './answer.ts';
import { readBody } from './body.ts';
import { deadline } from './deadline.ts';
import { problemOfError, retryAfterMs } from './failures.ts';
import { type HostLimits, hostQueue } from './hostQueue.ts';
import { badUrl, headersFor, httpUrl } from './request.ts';
import { type RobotsFetched, type RobotsMemory, robotsRules } from './robots.ts';
import { allowedBy, guardedConnector, resolvesToPublic } from './ssrfGuard.ts';

export interface HttpSettings {
  userAgent: string;
  /** What we prefer to read: "fr, en;q=0.8". */
  acceptLanguage: string;
  /** host, host:port or CIDR exempt from the private-address guard. */
  allowHosts: readonly string[];
  connectMs: number;
  headersMs: number;
  /** The whole of one request, body and redirects included: a drip of bytes never trips an idle limit. */
  totalMs: number;
  /** On the wire, and again after decompression. */
  maxBytes: number;
  perHost: number;
  /** Between the starts of two requests to one host, ms. Hosts of `allowHosts` are one's own: they are not spared. */
  hostDelayMs: number;
  /** Where robots.txt files are remembered; in this process only when absent. */
  robots?: RobotsMemory;
  clock?: () => Instant;
  /** Its reason is a `Stopped`: what is in hand is given up with it. */
  stop?: AbortSignal;
}

export const HTTP_DEFAULTS: Omit<HttpSettings, 'userAgent' | 'allowHosts'> = {
  acceptLanguage: 'fr, en;q=0.8, *;q=0.5',
  connectMs: 10_000,
  headersMs: 15_000,
  totalMs: 30_000,
  maxBytes: 15 * 1024 * 1024,
  perHost: 2,
  hostDelayMs: 1000,
};

/** The product token by which robots.txt files name us. */
const ROBOTS_AGENT = 'Vigie';
const MAX_REDIRECTS = 8;
const PERMANENT = new Set([301, 308]);
const MAX_POST_ANSWER = 10_000;

export interface PoliteHttp extends Http {
  close(): Promise<void>;
}

/** The only door out: polite to hosts, bounded in time and size, closed to private addresses on every hop. */
export function politeHttp(settings: HttpSettings): PoliteHttp {
  const { connectMs, headersMs, maxBytes, totalMs, perHost, hostDelayMs, stop } = settings;
  const allowed = allowedBy(settings.allowHosts);
  const agent = new Agent({
    connect: guardedConnector(allowed, connectMs),
    headersTimeout: headersMs,
    bodyTimeout: headersMs,
    maxHeaderSize: 32 * 1024,
    connections: perHost,
  });
  const proxies = new Map<string, ProxyAgent>();
  const delays = new Map<string, number>();
  const limitsOf = (host: string): HostLimits => ({
    atOnce: perHost,
    delayMs: Math.max(delays.get(host) ?? 0, allowed.target(host, '') || allowed.anyPort(host) ? 0 : hostDelayMs),
  });
  const inTurn = hostQueue(limitsOf, stop);
  const robots = robotsRules(ROBOTS_AGENT, settings.robots ?? inProcess(), fetchRules, settings.clock ?? Date.now);

  async function get(request: HttpRequest): Promise<HttpOutcome> {
    try {
      const outcome = await follow(request);
      // What failed because all connections were closed says nothing of the server.
      if (outcome.kind === 'failed') stop?.throwIfAborted();
      return outcome;
    } catch (error) {
      stop?.throwIfAborted();
      throw error;
    }
  }

  /** Asks, and asks where it is sent. */
  async function follow(request: HttpRequest): Promise<HttpOutcome> {
    let url = request.url;
    let movedTo: string | undefined;
    let onlyPermanent = true;
    let leftMs = totalMs;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      stop?.throwIfAborted();
      const target = httpUrl(url);
      if (!target) return badUrl(url);
      const refusal = request.obeysRobots ? await robotsRefusal(target) : undefined;
      if (refusal) return refusal;
      const answer = await inTurn(target.hostname, async () => {
        // Waiting for one's turn is not the server's slowness.
        const started = performance.now();
        return attempt(target, request, leftMs).finally(() => {
          leftMs = Math.max(1, leftMs - (performance.now() - started));
        });
      });
      if (answer.kind !== 'redirect')
        return answer.kind === 'failed' || movedTo === undefined ? answer : { ...answer, movedTo };
      onlyPermanent &&= PERMANENT.has(answer.status);
      url = URL.canParse(answer.location, target.href) ? new URL(answer.location, target.href).href : answer.location;
      if (onlyPermanent) movedTo = url;
    }
    return { kind: 'failed', problem: { kind: 'redirect-loop', params: { hops: MAX_REDIRECTS } } };
  }

  async function attempt(target: URL, request: HttpRequest, leftMs: number): Promise<HttpOutcome | Redirect> {
    let hasAnswered = false;
    const { signal, uncounted, clear } = deadline(leftMs);
    const { whenLarge } = request;
    let room: Promise<void> | undefined;
    const roomFor = (wait: () => Promise<void>) => () => {
      room ??= uncounted(wait);
      return room;
    };
    try {
      const response = await dispatcher(target, request).then((through) =>
        through.request({
          origin: target.origin,
          path: target.pathname + target.search,
          method: 'GET',
          headers: headersFor(request, target, settings),
          signal: stop ? AbortSignal.any([signal, stop]) : signal,
        }),
      );
      hasAnswered = true;
      return await answerOf(response, target, request, {
        maxBytes,
        whenLarge: whenLarge && roomFor(whenLarge),
      });
    } catch (error) {
      return { kind: 'failed', problem: problemOfError(error, target.hostname, settings, hasAnswered) };
    } finally {
      clear();
    }
  }

  /** Straight, or through the source's proxy: which resolves names itself, so that they are checked here. */
  async function dispatcher(target: URL, { access }: HttpRequest): Promise<Dispatcher> {
    if (access?.proxy === undefined) return agent;
    await resolvesToPublic(target, allowed);
    const known = proxies.get(access.proxy);
    const proxy =
      known ??
      new ProxyAgent({
        uri: access.proxy,
        headersTimeout: headersMs,
        bodyTimeout: headersMs,
        maxHeaderSize: 32 * 1024,
      });
    proxies.set(access.proxy, proxy);
    return proxy;
  }

  async function robotsRefusal(target: URL): Promise<HttpOutcome | undefined> {
    const { isAllowed, status, delayMs, problem } = await robots(target);
    if (delayMs !== undefined) delays.set(target.hostname, delayMs);
    else delays.delete(target.hostname);
    if (isAllowed) return undefined;
    if (problem) return { kind: 'failed', problem };
    const params = { host: target.hostname, ...(status !== undefined && { status }) };
    return { kind: 'failed', problem: { kind: 'robots', params } };
  }

  async function fetchRules(url: string): Promise<RobotsFetched> {
    const outcome = await get({ url, accept: 'text/plain, */*;q=0.5' });
    if (outcome.kind === 'fetched') return { status: 200, body: new TextDecoder().decode(outcome.body) };
    if (outcome.kind !== 'failed') return { status: 404, body: '' };
    const { status } = outcome.problem.params;
    return typeof status === 'number' ? { status, body: '' } : { problem: outcome.problem };
  }

  const post = (url: string, form: Record<string, string>): Promise<PostOutcome> =>
    send(url, new URLSearchParams(form).toString(), { 'content-type': 'application/x-www-form-urlencoded' });

  async function send(url: string, text: string, headers: Record<string, string>): Promise<PostOutcome> {
    const target = httpUrl(url);
    if (!target) return badUrl(url);
    return inTurn(target.hostname, async (): Promise<PostOutcome> => {
      try {
        const response = await agent.request({
          origin: target.origin,
          path: target.pathname + target.search,
          method: 'POST',
          headers: { 'user-agent': settings.userAgent, accept: '*/*', ...headers },
          body: text,
          signal: AbortSignal.timeout(totalMs),
        });
        const body = await readBody(response.body, undefined, { maxBytes: MAX_POST_ANSWER }).catch(
          () => new Uint8Array(),
        );
        const wait = retryAfterMs(headerOf(response, 'retry-after'), Date.now());
        const answer = { status: response.statusCode, body: new TextDecoder().decode(body) };
        return { kind: 'answered', ...answer, ...(wait !== undefined && { retryAfterMs: wait }) };
      } catch (error) {
        return { kind: 'failed', problem: problemOfError(error, target.hostname, settings, false) };
      }
    });
  }

  return {
    get,
    post,
    send,
    async close() {
      await Promise.all([agent, ...proxies.values()].map((each) => each.destroy()));
    },
  };
}

function inProcess(): RobotsMemory {
  const records = new Map<string, Awaited<ReturnType<RobotsMemory['find']>>>();
  return {
    find: async (origin) => records.get(origin),
    save: async (origin, record) => {
      records.set(origin, record);
    },
  };
}
