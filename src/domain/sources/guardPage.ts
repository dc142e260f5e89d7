import type { Problem } from '../model/source.ts';

/** Marks that bot walls leave in the page they send instead of the one asked for, and whose wall it is. */
const WALLS: readonly [string, RegExp][] = [
  [
    'Cloudflare',
    /cdn-cgi\/challenge-platform|cf-browser-verification|cf_chl_opt|<title>(?:Just a moment|Attention Required! \| Cloudflare)/i,
  ],
  ['DataDome', /captcha-delivery\.com|geo\.captcha-delivery/i],
  ['HUMAN', /_pxCaptcha|px-captcha|perimeterx\.net/i],
  ['Imperva', /_Incapsula_Resource|Incapsula incident ID/i],
  ['Akamai', /<title>Access Denied<\/title>[\s\S]{0,2000}Reference\s?(?:&#35;|#)/i],
  ['Sucuri', /sucuri_cloudproxy_js|Sucuri Website Firewall/i],
  ['AWS WAF', /awsWafCookieDomainList|token\.awswaf\.com|gokuProps/i],
  ['Anubis', /id="anubis_(?:challenge|version)"|Making sure you(?:'|&#39;|’)re not a bot/i],
  ['Vercel', /<title>Vercel Security Checkpoint/i],
  ['DDoS-Guard', /<title>DDoS-Guard/i],
];
/** What they say where they leave no mark; only short pages are taken at their word. */
const WALL_WORDS =
  /(?:not|pas|aucun|un|a|are you|êtes.{0,10}) (?:un |a )?(?:robot|bot)\b|confirm(?:er|ez)?.{0,40}\b(?:humain|human|robot)|verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|vérification de votre navigateur|unusual traffic|trafic inhabituel|enable javascript and cookies to continue|security check|captcha/i;
const SHORT_LETTERS = 3000;

const LOGIN_TITLE =
  /<title[^>]{0,200}>[^<]{0,80}(?:log ?in|sign ?in|connexion|se connecter|identification|anmelden|authentication required)/i;
const PASSWORD_FIELD = /<input[^>]{1,400}type\s*=\s*["']?password/i;
const LOGIN_PATH =
  /\/(?:log-?in|sign-?in|auth|sso|connexion|identification|wp-login\.php|account\/login|users\/sign_in)(?:[/?.]|$)/i;

/** Marks are looked for in the beginning: walls are small, pages may be large. */
const LOOKED_AT = 60_000;

/** Whose wall a page is, empty for one that gives no name; undefined when it is a page like others. */
export function botWall(html: string): string | undefined {
  const start = html.slice(0, LOOKED_AT);
  const marked = WALLS.find(([, marks]) => marks.test(start));
  if (marked) return marked[0];
  const text = start.length < LOOKED_AT ? textOf(start) : '';
  return text !== '' && text.length < SHORT_LETTERS && WALL_WORDS.test(text) ? '' : undefined;
}

const textOf = (html: string): string =>
  html
    .replace(/<(script|style)\b[^>]{0,500}>[\s\S]{0,50000}?<\/\1\s*>/gi, ' ')
    .replace(/<[^>]{0,2000}>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Whether a page asks who we are instead of showing what was asked for. */
export function isLoginWall(html: string, finalUrl: string, askedUrl: string): boolean {
  const start = html.slice(0, LOOKED_AT);
  const wasSentThere =
    finalUrl !== askedUrl &&
    LOGIN_PATH.test(new URL(finalUrl).pathname) &&
    !LOGIN_PATH.test(new URL(askedUrl).pathname);
  const asks = PASSWORD_FIELD.test(start);
  return wasSentThere || (asks && LOGIN_TITLE.test(start));
}

/** What keeps a page from being the one asked for; undefined when nothing does. */
export function guardPage(html: string, finalUrl: string, askedUrl: string): Problem | undefined {
  const wall = botWall(html);
  if (wall !== undefined) return { kind: 'challenge', params: { wall } };
  return isLoginWall(html, finalUrl, askedUrl)
    ? { kind: 'login', params: { status: 200, host: new URL(finalUrl).hostname } }
    : undefined;
}
