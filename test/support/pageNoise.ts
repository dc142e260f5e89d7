import { type CheerioAPI, load } from 'cheerio';
import { type AnyNode, type Element, hasChildren, isComment, isDirective, isTag, isText } from 'domhandler';
import { chance } from './builders.ts';

type Chance = ReturnType<typeof chance>;

/**
 * The same page as another reader gets it a moment later: adverts, stamps, counters, session ids, consent banners,
 * markup and white space of one more reading, and not one word of what the page says changed.
 * @param seed the same seed gives the same noise
 * @param now when this reading is taken: what the page's clocks show
 */
export function withNoise(html: string, seed: number, now: number): string {
  const dice = chance(seed);
  const $ = load(html);
  changeCopyright($, now);
  changeSpaces($, dice);
  insert($, dice, blocksOf(dice, now));
  wrapBlocks($, dice);
  changeAttributes($, dice);
  return serialised($.root()[0] as AnyNode, dice);
}

const figure = (dice: Chance): string => {
  const count = dice.upTo(99_999);
  return dice.oneOf([String(count), count.toLocaleString('en'), count.toLocaleString('fr'), `${dice.upTo(900) / 10}k`]);
};
const hash = (dice: Chance, length = 16): string =>
  Array.from({ length }, () => '0123456789abcdef'[dice.upTo(16)]).join('');

const SOLD = ['Matelas', 'Assurance auto', 'Chaussures', 'VPN', 'Voyage à Rome', 'Hearing aids', 'Cloud backup'];
const PITCH = [
  'dès 9,99 € / mois',
  '-50 % ce week-end',
  'Buy now, pay later',
  'Only $4.99',
  'Essai gratuit',
  '24 h only',
];

/** Everything that a page grows and sheds by itself, each block of other words at each reading. */
function blocksOf(dice: Chance, now: number): string[] {
  const advert = `<h3>${dice.oneOf(SOLD)}</h3><p>${dice.oneOf(PITCH)}</p><a href="/ad/${hash(dice)}">Découvrir</a>`;
  const at = new Date(now - dice.upTo(3_600_000));
  const [date, time] = at.toISOString().slice(0, 19).split('T') as [string, string];
  const [year, month, day] = date.split('-');
  const blocks = [
    `<div class="ad">${advert}</div>`,
    `<div class="ad-slot ad-slot--${dice.upTo(9)}" id="gpt-${dice.upTo(99)}">${advert}</div>`,
    `<aside class="sponsored">${advert}</aside>`,
    `<ins class="adsbygoogle" data-ad-slot="${dice.upTo(1e6)}">${advert}</ins>`,
    `<iframe src="https://ads.example/${hash(dice)}">${advert}</iframe>`,
    `<div id="taboola-below"><h2>Contenus sponsorisés</h2><ul><li>${dice.oneOf(SOLD)}</li><li>${dice.oneOf(SOLD)}</li></ul></div>`,
    `<p>Generated at ${at.toISOString()}</p>`,
    `<p>Page générée le ${day}/${month}/${year} à ${time}</p>`,
    `<p>${date} ${time.slice(0, 5)}</p>`,
    `<p>${at.toUTCString()}</p>`,
    `<p>Page rendered in ${dice.upTo(900)} ms</p>`,
    `<time datetime="${at.toISOString()}">il y a ${1 + dice.upTo(23)} heures</time>`.replace(/^.*$/, '<p>$&</p>'),
    `<p>Updated ${2 + dice.upTo(50)} minutes ago</p>`,
    `<p>Mis à jour il y a ${2 + dice.upTo(50)} min</p>`,
    `<p>${figure(dice)} views</p>`,
    `<p>${figure(dice)} vues · ${figure(dice)} commentaires</p>`,
    `<p>Likes: ${figure(dice)}</p>`,
    `<p>${2 + dice.upTo(40)} personnes consultent cette page</p>`,
    `<p>${2 + dice.upTo(40)} people are viewing this product right now</p>`,
    `<p>Visitor number: ${figure(dice)}</p>`,
    `<p>Vous êtes le visiteur n° ${dice.upTo(99_999)}</p>`,
    `<p>Session: ${hash(dice)}</p>`,
    `<p>Request ID: ${hash(dice, 8)}-${hash(dice, 4)}-${hash(dice, 4)}-${hash(dice, 4)}-${hash(dice, 12)}</p>`,
    `<input type="hidden" name="csrf_token" value="${hash(dice)}">`,
    `<form action="/search?sid=${hash(dice)}"><input name="q"><input type="hidden" name="nonce" value="${hash(dice)}"></form>`,
    `<div class="cookie-banner"><p>Nous utilisons des cookies pour mesurer l'audience.</p><button>Accepter</button></div>`,
    `<div id="onetrust-banner-sdk"><p>We use cookies.</p><button>Reject all</button></div>`,
    `<div role="dialog"><h2>Votre vie privée</h2><p>${1 + dice.upTo(900)} partenaires déposent des cookies.</p></div>`,
    `<div class="css-${hash(dice, 6)}"><div><p>This site uses cookies to give you the best experience.</p></div><div><button>Accept all</button><button>Manage</button></div></div>`,
    `<!-- built ${at.toISOString()} ${hash(dice, 7)} -->`,
    `<script nonce="${hash(dice)}">window.__STATE__ = { id: "${hash(dice)}" };</script>`,
    `<style>.css-${hash(dice, 6)} { color: red }</style>`,
    `<noscript><img src="https://pixel.example/${hash(dice)}" alt="pixel"></noscript>`,
  ];
  return blocks.filter(() => dice.next() < 0.4);
}

const HOSTS = 'p, h2, h3, ul, ol, table, div, section';
const PARENTS = new Set(['div', 'section', 'main', 'article', 'body']);

/** Each after some block of the page: not into a list, a table, a link or a sentence. */
function insert($: CheerioAPI, dice: Chance, blocks: readonly string[]): void {
  const hosts = $('body')
    .find(HOSTS)
    .toArray()
    .filter(({ parent }) => parent && isTag(parent) && PARENTS.has(parent.name))
    .filter((element) => $(element).closest('a').length === 0);
  for (const block of blocks)
    if (hosts.length > 0) $(dice.oneOf(hosts)).after(block);
    else $('body').append(block);
}

/** "© 2019–2025 Nova" is the same line a year later. */
function changeCopyright($: CheerioAPI, now: number): void {
  eachText($, (text) => text.replace(/(©\s?(?:\d{4}\s?[-–]\s?)?)\d{4}/g, `$1${new Date(now).getUTCFullYear()}`));
}

function wrapBlocks($: CheerioAPI, dice: Chance): void {
  for (const element of $('main p, main ul, main table, article p').toArray())
    if (dice.next() < 0.05) $(element).wrap(`<div class="wrap${dice.upTo(99)}"></div>`);
}

function changeAttributes($: CheerioAPI, dice: Chance): void {
  for (const element of $('body').find('*').toArray()) {
    const { attribs } = element;
    if (attribs.href?.startsWith('http')) attribs.href += `${attribs.href.includes('?') ? '&' : '?'}sid=${hash(dice)}`;
    if (attribs.src) attribs.src += `?v=${dice.upTo(9999)}`;
    if (dice.next() < 0.2) attribs.class = `${attribs.class ?? ''} css-${hash(dice, 6)}`.trim();
    if (dice.next() < 0.1) attribs['data-session'] = hash(dice);
    const names = Object.keys(attribs).sort(() => dice.next() - 0.5);
    element.attribs = Object.fromEntries(names.map((name) => [name, attribs[name] ?? '']));
  }
}

const BLOCK = /^(?:p|div|ul|ol|li|table|tr|tbody|section|main|article|h[1-6]|body|dl|dt|dd|header|footer|nav)$/;

/** White space between blocks comes and goes; inside a text each space is any white space, lines wrapped anywhere. */
function changeSpaces($: CheerioAPI, dice: Chance): void {
  for (const node of textNodes($)) {
    const { parent, previousSibling: before, nextSibling: after } = node;
    const isBetween =
      node.data.trim() === '' &&
      parent !== null &&
      isTag(parent) &&
      BLOCK.test(parent.name) &&
      [before, after].every((side) => side === null || (isTag(side) && BLOCK.test(side.name)));
    if (isBetween) node.data = dice.oneOf(['', ' ', '\n', '\n\n    ', '\t']);
    else node.data = node.data.replace(/[ \n\t]+/g, () => dice.oneOf([' ', ' ', ' ', '\n', '\n      ', '  ']));
  }
}

const textNodes = ($: CheerioAPI) =>
  $('body')
    .find('*')
    .addBack()
    .toArray()
    // Not contents(): it copies what it has for every element, which makes a long page a matter of seconds.
    .flatMap((element) => (hasChildren(element) ? element.children.filter(isText) : []))
    .filter((node) => !isRaw(node.parent) && $(node).closest('pre').length === 0);

function eachText($: CheerioAPI, change: (text: string) => string): void {
  for (const node of textNodes($)) node.data = change(node.data);
}

const RAW = new Set(['script', 'style', 'noscript', 'iframe', 'textarea', 'template', 'title']);
const VOID = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** HTML of a tree, its letters written now as themselves, now as entities. */
function serialised(root: AnyNode, dice: Chance): string {
  const parts: string[] = [];
  const steps: (AnyNode | string)[] = [root];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if (typeof step === 'string') parts.push(step);
    else if (isText(step)) parts.push(isRaw(step.parent) ? step.data : encoded(step.data, dice));
    else if (isComment(step)) parts.push(`<!--${step.data}-->`);
    else if (isDirective(step)) parts.push(`<${step.data}>`);
    else {
      if (isTag(step)) parts.push(openTag(step, dice));
      if (isTag(step) && VOID.has(step.name)) continue;
      if (isTag(step)) steps.push(`</${step.name}>`);
      if ('children' in step) steps.push(...step.children.toReversed());
    }
  }
  return parts.join('');
}

const isRaw = (parent: AnyNode | null): boolean => parent !== null && isTag(parent) && RAW.has(parent.name);

function openTag({ name, attribs }: Element, dice: Chance): string {
  const quote = dice.oneOf(['"', "'"]);
  const written = Object.entries(attribs).map(
    ([key, value]) =>
      ` ${key}=${quote}${value.replace(/&/g, '&amp;').replaceAll(quote, `&#${quote.charCodeAt(0)};`)}${quote}`,
  );
  return `<${name}${written.join('')}>`;
}

const MUST = /[&<>]/;

const encoded = (text: string, dice: Chance): string =>
  text.replace(/[&<>]|[^\x20-\x7e\n\t]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (!MUST.test(sign) && dice.next() < 0.5) return sign;
    if (code === 0xa0) return dice.oneOf(['&nbsp;', '&#160;', '&#xA0;']);
    return dice.oneOf([`&#${code};`, `&#x${code.toString(16)};`]);
  });
