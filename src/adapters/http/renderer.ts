import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { contentHash } from '../../domain/model/ids.ts';
import type { Problem } from '../../domain/model/source.ts';
import type { FetchedBody, Http, HttpOutcome, HttpRequest, PageRenderer } from '../../domain/ports.ts';
import { guardedProxy } from './guardedProxy.ts';
import { type Allowed, allowedBy } from './ssrfGuard.ts';

export interface RendererSettings {
  /** Path of a Chromium. */
  executable: string;
  userAgent: string;
  acceptLanguage: string;
  allowHosts: readonly string[];
  /** The whole of one page. */
  totalMs: number;
  maxBytes: number;
  /** Its reason is a `Stopped`: what is in hand is given up with it. */
  stop?: AbortSignal;
}

export interface ChromiumRenderer extends PageRenderer {
  close(): Promise<void>;
}

/** A browser left idle is closed: it holds 200 MB. */
const IDLE_MS = 60_000;
/** Some pages never stop asking. */
const QUIET_MS = 5_000;
const CONNECT_MS = 10_000;
/** What a page's words do not need. */
const UNNEEDED = new Set(['image', 'media', 'font', 'manifest', 'other', 'websocket', 'eventsource']);

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The first Chromium on the path; undefined when there is none. */
export const findChromium = (path = ''): string | undefined =>
  path
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));

/**
 * Runs a page's scripts in a local Chromium and hands over what stands there then. The page itself comes through our
 * own door, robots.txt and politeness included; whatever its scripts ask for passes the guard of a proxy of ours.
 */
export function chromiumRenderer(settings: RendererSettings, http: Http): ChromiumRenderer {
  let running: Promise<Browser> | undefined;
  let idle: NodeJS.Timeout | undefined;
  /** One page at a time: each takes a core. */
  let turn: Promise<unknown> = Promise.resolve();

  async function start(): Promise<Browser> {
    const { chromium } = await import('playwright-core');
    const launching = chromium.launch({
      executablePath: settings.executable,
      // The sandbox does not start for root; a container's root has its container.
      chromiumSandbox: process.getuid?.() !== 0,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-sync',
        '--disable-component-update',
        // Names are the proxy's to resolve, and nothing leaves beside it.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        '--webrtc-ip-handling-policy=disable_non_proxied_udp',
      ],
    });
    return launching.catch((error: Error) => {
      throw new NoBrowserError(error.message);
    });
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const stopping = await running?.catch(() => undefined);
    running = undefined;
    await stopping?.close().catch(() => undefined);
  }

  async function render(request: HttpRequest): Promise<HttpOutcome> {
    // A shell that has not changed says nothing of what its scripts will put there.
    const { etag: _etag, lastModified: _lastModified, bodyHash, ...plain } = request;
    const shell = await http.get(plain);
    if (shell.kind !== 'fetched') return shell;
    clearTimeout(idle);
    running ??= start();
    try {
      const browser = await running;
      const html = await inTime(rendered(browser, shell, settings), settings.totalMs);
      return renderedOutcome(shell, html, bodyHash);
    } catch (error) {
      settings.stop?.throwIfAborted();
      const problem = problemOf(error as Error, shell.finalUrl, settings.totalMs);
      await stop();
      return { kind: 'failed', problem };
    } finally {
      idle = setTimeout(() => void stop(), IDLE_MS).unref();
    }
  }

  settings.stop?.addEventListener('abort', () => void stop());
  return {
    render(request) {
      const mine = turn.then(() => render(request));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      await turn;
      await stop();
    },
  };
}

class NoBrowserError extends Error {}

function problemOf(error: Error, url: string, totalMs: number): Problem {
  if (error instanceof NoBrowserError) return { kind: 'no-browser', params: { detail: error.message.slice(0, 200) } };
  const seconds = Math.round(totalMs / 1000);
  // What is not late has crashed: a page that filled the memory.
  return error.name === 'TimeoutError'
    ? { kind: 'too-slow', params: { host: new URL(url).hostname, seconds } }
    : { kind: 'too-slow-to-read', params: { detail: error.message.slice(0, 200), seconds } };
}

/** A script that never ends blocks whoever asks its page: after `ms` the whole browser is given up. */
async function inTime<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error(`Not done after ${ms} ms`), { name: 'TimeoutError' });
    timer = setTimeout(() => reject(error), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** A host that is exempt from the guard is so for its own pages: the scripts of others must not reach it. */
function allowedFor(pageUrl: string, allowHosts: readonly string[]): Allowed {
  const { host, hostname, port, protocol } = new URL(pageUrl);
  const isExempt = allowedBy(allowHosts).target(
    hostname.replace(/^\[|\]$/g, ''),
    port || (protocol === 'https:' ? '443' : '80'),
  );
  return allowedBy(isExempt ? [port ? host : `${hostname}:${protocol === 'https:' ? 443 : 80}`] : []);
}

async function rendered(browser: Browser, shell: FetchedBody, settings: RendererSettings): Promise<string> {
  const proxy = await guardedProxy(allowedFor(shell.finalUrl, settings.allowHosts), CONNECT_MS);
  const context = await browser.newContext({
    proxy: { server: proxy.url, bypass: '<-loopback>' },
    userAgent: settings.userAgent,
    extraHTTPHeaders: { 'accept-language': settings.acceptLanguage },
    acceptDownloads: false,
    serviceWorkers: 'block',
  });
  try {
    context.setDefaultTimeout(settings.totalMs);
    const page = await context.newPage();
    await serve(context, page, shell);
    await page.goto(shell.finalUrl, { waitUntil: 'commit', timeout: settings.totalMs });
    // Asked of the page itself: one that is leaving has "not loaded yet" for ever, seen from outside.
    await page.waitForFunction("document.readyState !== 'loading'");
    await page.waitForLoadState('networkidle', { timeout: QUIET_MS }).catch(() => undefined);
    // Cut where it stands: a page of 100 MB would be carried here whole.
    const html: unknown = await page.evaluate(`document.documentElement.outerHTML.slice(0, ${settings.maxBytes})`);
    return String(html).slice(0, settings.maxBytes);
  } finally {
    await context.close().catch(() => undefined);
    await proxy.close();
  }
}

/** Peers are reached past any proxy: pages do without them. */
const WITHOUT_PEERS = `for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'WebTransport'])
  Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });`;

/** The page itself is the one that was fetched; what its words do not need is not asked for. */
async function serve(context: BrowserContext, page: Page, shell: FetchedBody): Promise<void> {
  let isServed = false;
  await context.addInitScript(WITHOUT_PEERS);
  // Of the windows that a page opens, nothing is read.
  await context.route('**/*', (route) => route.abort().catch(() => undefined));
  const answer = (route: Route): Promise<void> => {
    const request = route.request();
    if (!request.isNavigationRequest()) return UNNEEDED.has(request.resourceType()) ? route.abort() : route.continue();
    // A page that sends the browser elsewhere is not the page that is watched: "no content" leaves it where it is.
    if (isServed) return route.fulfill({ status: 204 });
    isServed = true;
    const contentType = shell.contentType ?? 'text/html';
    return route.fulfill({ status: 200, contentType, body: Buffer.from(shell.body) });
  };
  // The page may be gone before it is answered: that is nobody's failure.
  await page.route('**/*', (route) => answer(route).catch(() => undefined));
}

function renderedOutcome(shell: FetchedBody, html: string, knownHash: string | undefined): HttpOutcome {
  const body = new TextEncoder().encode(html);
  const bodyHash = contentHash(body);
  if (bodyHash === knownHash)
    return { kind: 'unchanged', proof: 'bytes', ...(shell.movedTo !== undefined && { movedTo: shell.movedTo }) };
  const { etag: _etag, lastModified: _lastModified, ...rest } = shell;
  return { ...rest, body, bodyHash, contentType: 'text/html; charset=utf-8' };
}
