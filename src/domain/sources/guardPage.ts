import type { Problem } from '../model/source.ts';

/**
 * Marks that bot walls leave in the page they send instead of the one asked for, and whose wall it is. Not those of the
 * scripts that the same firms put on every page they let through (jsd/main.js, SWJIYLWA, client.perimeterx.net).
 */
const WALLS: readonly [string, RegExp][] = [
  [
    'Cloudflare',
    /challenge-platform\/h\/\w\/orchestrate|cf-browser-verification|cf_chl_opt|<title>(?:Just a moment|Attention Required! \| Cloudflare)/i,
  ],
  ['DataDome', /(?:ct|geo)\.captcha-delivery\.com\//i],
  ['HUMAN', /_pxCaptcha|px-captcha|captcha\.px-c(?:dn|loud)\.net/i],
  [
    'Imperva',
    /Incapsula incident ID|_Incapsula_Resource\?SWUDNSAI|content="noindex,\s?nofollow">[\s\S]{0,300}_Incapsula_Resource/i,
  ],
  ['Akamai', /<title>Access Denied<\/title>[\s\S]{0,2000}Reference(?:\s|&#32;)?(?:&#35;|#)/i],
  ['Sucuri', /sucuri_cloudproxy_js|<title>Sucuri Website Firewall/i],
  ['AWS WAF', /window\.gokuProps|AwsWafIntegration\.checkForceRefresh/i],
  ['Anubis', /id="anubis_(?:challenge|version)"|Making sure you(?:'|&#39;|’)re not a bot/i],
  ['Vercel', /<title>Vercel Security Checkpoint/i],
  ['DDoS-Guard', /<title>DDoS-Guard/i],
];
/** What they say where they leave no mark: to their visitor, not of robots in general. */
const WALL_WORDS =
  /you(?:'|’|&#39;)?(?:re| are) (?:not )?(?:a )?(?:robot|bot|human)\b|are you (?:a )?(?:robot|human)|vous (?:n(?:'|’|&#39;)|ne )?êtes (?:pas |bien )?(?:un )?(?:robot|humain)|êtes-vous un (?:robot|humain)|checking your browser|vérification de votre navigateur|(?:detected|détecté).{0,30}(?:unusual traffic|trafic inhabituel)|enable javascript and cookies to continue|(?:complete|pass|solve|resolve|compléter|résoudre|remplir) (?:the|this|a|le|ce|un) (?:security check|captcha)/i;
/** A wall says hardly anything and leads nowhere; a page of a site has its menus, a contact form its fields. */
const SHORT_LETTERS = 3000;
const FEW_LINKS = 8;
const FORM_FOR_PEOPLE = /<textarea(?![^>]{0,200}captcha-response)|type\s*=\s*["']?email/i;

const LOGIN_TITLE =
  /<title[^>]{0,200}>[^<]{0,80}\b(?:log ?in|sign ?in|connexion|se connecter|identification|anmelden|authentication required)\b/i;
const PASSWORD_FIELD = /<input[^>]{1,400}type\s*=\s*["']?password/i;
const LOGIN_PATH =
  /\/(?:log-?in|sign-?in|auth|sso|connexion|identification|wp-login\.php|account\/login|users\/sign_in)(?:[/?.]|$)/i;

/** Marks are looked for in the beginning: walls are small, pages may be large. */
const LOOKED_AT = 60_000;

/** Whose wall a page is, empty for one that gives no name; undefined when it is a page like others. */
export function botWall(html: string): string | undefined {
  const start = html.slice(0, LOOKED_AT);
  const marked = WALLS.find(([, marks]) => marks.test(start));
  if (!marked && html.length >= LOOKED_AT) return undefined;
  const text = textOf(start);
  // An article about walls quotes their marks.
  if (text.length >= SHORT_LETTERS) return undefined;
  if (marked) return marked[0];
  return leadsNowhere(start) && WALL_WORDS.test(text) ? '' : undefined;
}

const leadsNowhere = (html: string): boolean =>
  (html.match(/<a\s/gi)?.length ?? 0) < FEW_LINKS && !FORM_FOR_PEOPLE.test(html);

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
  const asks = PASSWORD_FIELD.test(start) && LOGIN_TITLE.test(start);
  // "Connexion fibre : nos offres", with a form in its header, has more to say than a form.
  return wasSentThere || (asks && textOf(start).length < SHORT_LETTERS);
}

/** What keeps a page from being the one asked for; undefined when nothing does. */
export function guardPage(html: string, finalUrl: string, askedUrl: string): Problem | undefined {
  const wall = botWall(html);
  if (wall !== undefined) return { kind: 'challenge', params: { wall, status: 200 } };
  return isLoginWall(html, finalUrl, askedUrl)
    ? { kind: 'login', params: { status: 200, host: new URL(finalUrl).hostname } }
    : undefined;
}
