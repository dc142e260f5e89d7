import { DAY_MS, HOUR_MS, type Instant } from '../model/units.ts';
import { parseDate } from '../parse/date.ts';

/** What stands in a key for something that changes by itself. */
const MASK = '\u25a1';

const UNIT =
  '(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|secondes?|heures?|jours?|semaines?|mois|ans?|années?|sekunden?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|[smhdj])';
const NUMBER = '\\d[\\d\\s.,\u00a0\u202f]{0,12}(?:[kKmM](?![\\p{L}]))?';
const CLOCK =
  '\\d{1,2}\\s?(?:[:h]\\s?\\d{2})(?::\\d{2}(?:[.,]\\d{1,6})?)?(?:\\s?[ap]\\.?m\\.?)?(?:\\s?(?:UTC|GMT|CET|CEST|Z|[+-]\\d{2}:?\\d{2}))?';
const DAY =
  '(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}|(?:\\p{L}{2,9}\\.?,?\\s)?\\d{1,2}(?:st|nd|rd|th|er)?\\.?\\s\\p{L}{3,9}\\.?,?\\s\\d{4}|\\p{L}{3,9}\\.?\\s\\d{1,2}(?:st|nd|rd|th)?,?\\s\\d{4}|\\p{L}{3,9}\\s\\d{4})';
const COUNTED =
  '(?:views?|vues?|likes?|j.aime|comments?|commentaires?|shares?|partages?|followers?|abonnés?|subscribers?|reviews?|avis|ratings?|votes?|downloads?|téléchargements?|visitors?|visiteurs?|visits?|visites?|members? online|users? online|(?:people|personnes|visiteurs|visitors|users|customers|clients|internautes)\\s(?:are\\s|sont\\s)?(?:currently\\s|actuellement\\s)?(?:viewing|watching|looking at|online|regardent|consultent|lisent|en ligne)(?:\\s(?:this|cette|ce|cet)\\s\\p{L}+)?(?:\\s(?:right now|now|en ce moment|actuellement|maintenant))?|points?|upvotes?|reactions?|réactions?|replies|réponses?|retweets?|reposts?|claps?|stars?|forks?|aufrufe|kommentare|reads?|lectures?|hits?|impressions?|clicks?|clics?|times)';

/** Before a relative time: "Posted 3 hours ago". */
const STAMPED =
  '(?:(?:last )?(?:updated|modified|posted|published|edited|publiée?|modifiée?|mise? à jour|actualisée?|aktualisiert|veröffentlicht)\\s?:?\\s)?';

const rule = (pattern: string): RegExp => new RegExp(pattern, 'giu');

/**
 * What changes on a page that has not changed, each with the words around it, so that a line of nothing else leaves
 * nothing: stamps, relative times, counters, countdowns, session ids.
 */
const NOISE: readonly RegExp[] = [
  // 2026-11-24T03:12:44Z, Tue Nov 24 2026 03:12:44 GMT+0100
  /\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|\s?[+-]\d{2}:?\d{2}|\s?UTC)?/giu,
  /\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s(?:\d{1,2}\s[a-z]{3}|[a-z]{3}\s\d{1,2})[a-z]*,?\s\d{4},?\s\d{2}:\d{2}(?::\d{2})?(?:\s?(?:GMT|UTC)?(?:[+-]\d{4})?)?/giu,
  // "Last updated: …", "Mis à jour le …", "Généré en 0,03 s"
  rule(
    `(?:last|page|site|content|this page|dernière|letzte|zuletzt)?\\s?\\b(?:updated|modified|changed?|refreshed|generated|rendered|retrieved|accessed|mis[e]? à jour|modifiée?|générée?|actualisée?|mise à jour|modification|aktualisiert|aktualisierung|änderung|geändert)\\s?(?:on|at|in|le|il y a|en|à|am|:|-)*\\s{0,3}:?\\s{0,3}(?:${MASK}|(?:${DAY})(?:,?\\s(?:at|à|um)?\\s?${CLOCK})?|${CLOCK}(?:\\s(?:on|le)\\s${DAY})?|\\d+(?:[.,]\\d+)?\\s?(?:ms|s|sec(?:onde?s?)?)\\b)`,
  ),
  rule(`\\b(?:server|current|local|heure|il est)\\s?(?:time|actuelle|du serveur)?\\s?:?\\s(?:${DAY}\\s)?${CLOCK}`),
  // "2 hours ago", "il y a 3 jours", "vor 2 Stunden"
  rule(`\\b${STAMPED}(?:about |environ )?(?:an?|${NUMBER})\\s?${UNIT}\\s(?:ago|plus tôt)\\b`),
  rule(
    `\\b${STAMPED}(?:il y a|vor|depuis)\\s(?:environ\\s|moins d['’]|plus d['’])?(?:une?|einer?m?|${NUMBER})\\s?${UNIT}\\b`,
  ),
  /\b(?:just now|moments? ago|à l['’]instant|gerade eben)\b/giu,
  // Countdowns: "Plus que 3 h 12", "Ends in 02:11:09", "expire dans 2 jours"
  rule(
    `\\b(?:plus que|il reste|reste|encore|ends?(?:ing)? in|closes in|expires? in|starts? in|expire dans|se termine dans|commence dans|noch)\\s:?\\s?(?:(?:${NUMBER})\\s?${UNIT}\\b[\\s,]*(?:and|et|und)?\\s?){1,4}(?:\\d{1,2}\\b)?(?:\\s?(?:left|remaining|restantes?))?`,
  ),
  rule(
    `\\b(?:ends?(?:ing)? in|closes in|expires? in|expire dans|se termine dans|il reste|plus que)\\s:?\\s?\\d{1,3}(?::\\d{2}){1,3}`,
  ),
  rule(
    `(?:\\b(?:only|just|plus que|seulement|nur noch)\\s)?(?:${NUMBER})\\s?(?:${UNIT}\\s)?(?:left|remaining|restante?s?)(?:\\s(?:in stock|en stock|places?))?`,
  ),
  // Counters: "12 345 vues", "Vues : 12 345", "(1.2K reviews)", "viewed 123 times"
  rule(
    `\\b(?:viewed|vue?|seen|read|lue?|shared|downloaded|téléchargée?|consultée?)\\s(?:${NUMBER})\\s?(?:times|fois)\\b`,
  ),
  rule(
    `\\b(?:(?:you are )?(?:our )?visitor|visit|page|hit|compteur|counter|(?:vous êtes (?:notre|le) )?visiteur)s?\\s?(?:counter|count|number|numéro|n°|de visites)?\\s?[:#n°]*\\s?(?:${NUMBER})(?=\\s*$)`,
  ),
  // Session and request ids, epochs, hashes
  /\b(?:session|request|trace|ray|nonce|token|csrf|visitor|correlation|id de session|référence)(?:[\s_-]?id)?\s?[:=#]\s?[\w-]{6,}/giu,
  /\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/giu,
  /\b(?=[\da-z]*\d)(?=[\da-z]*[a-z])[\da-f]{16,}\b/giu,
  /\b1[5-9]\d{8}(?:\d{3})?\b/gu,
  // "© 2019–2026"
  /(?:©|\(c\)|copyright)\s?(?:©\s?)?\d{4}(?:\s?[-–]\s?\d{4})?/giu,
];

/** Between a counter and what follows it: "12 vues · 3 commentaires | partager". */
const COUNTER_END = `(?=\\s*(?:$|[|·•()–—-]|\\d|by\\s))`;
const COUNTER = `(?:\\b\\d(?:[.,]\\d)?\\s?/\\s?\\d{1,2}\\s?)?\\(?(?:${NUMBER})\\+?\\s?${COUNTED}(?![\\p{L}])\\)?`;
const BOUND_COUNTERS = [
  rule(`${COUNTER}${COUNTER_END}`),
  rule(`\\b${COUNTED}\\s?(?:count|counter)?\\s?[:(]\\s?(?:${NUMBER})\\)?`),
];
const FREE_COUNTER = rule(COUNTER);
const SHORT_WORDS = 8;
/** A figure that is asked or promised is no counter: "au moins 10 000 abonnés", "500 avis requis". */
const THRESHOLD =
  /\b(?:at least|au moins|minimum|minimal|more than|plus de|less than|moins de|over|up to|jusqu['’]à|maximum|max|limite?d?|required?|requires|requi(?:s|se|ses)|needs?|must|doit|doivent|nécessaires?|mindestens|mehr als|höchstens|à partir de|dès)\b/i;

/** Lines that only ask the reader to do something, on any page: surveys, shares, skips. */
const WIDGET =
  /^(?:have a moment\??|tell us how we['’]re doing|take (?:the |our |a )?survey|(?:was|is) (?:this|it)(?: \p{L}+)? helpful ?\??|(?:yes|oui|ja)[\s/|]*(?:no|non|nein)|cette page vous a-t-elle été utile ?\??|toggle navigation|skip to (?:main )?content|aller au contenu|back to top|haut de page|retour en haut|zum inhalt springen|nach oben|(?:share|tweet|partager|teilen)(?: (?:this|on|sur|auf|cette?)\b.{0,30})?|imprimer|print(?: this page)?)$/iu;

const STAMP = rule(`(?:${DAY})(?:\\s?[,·|-])?(?:\\s(?:at|à|um))?\\s${CLOCK}|${DAY}`);
const NEAR_MS = 2 * DAY_MS;
const AHEAD_MS = 3 * HOUR_MS;

/**
 * What two readings of a line are compared by: case, quotes and dashes folded, white space left out, noise masked.
 * Empty when the line says nothing that lasts.
 * @param now when the page was read: a stamp of these days is the page's clock, not its news
 * @param then when the version it is compared with was read: its stamps are those of its day
 */
export function lineKey(text: string, now: Instant, then = now): string {
  let key = text.slice(0, MAX_KEYED).normalize('NFKC');
  if (WIDGET.test(key)) return '';
  if (/\d|now|ago|instant|il y a|depuis|vor|eben/i.test(key)) {
    for (const noise of NOISE) key = key.replace(noise, MASK);
    for (const counter of countersOf(key)) key = key.replace(counter, MASK);
    key = key.replace(STAMP, (stamp) => (isNear(stamp, now) || (then !== now && isNear(stamp, then)) ? MASK : stamp));
  }
  const folded = key
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/[‐-―−]/g, '-')
    .replace(/\.{3}/g, '…')
    // White space between inline elements comes and goes with the markup.
    .replace(/\s+/g, '');
  return /[\p{L}\p{N}€$£%]/u.test(folded.replaceAll(MASK, '')) ? folded : '';
}

/** Longer lines are compared by their beginning and the rest as it stands. */
const MAX_KEYED = 10_000;

function countersOf(text: string): readonly RegExp[] {
  if (THRESHOLD.test(text)) return [];
  return text.split(/\s+/, SHORT_WORDS + 1).length > SHORT_WORDS ? BOUND_COUNTERS : [...BOUND_COUNTERS, FREE_COUNTER];
}

/** A page's clock shows what was, give or take a zone; "demain à 19 h" is news. Only a clock with seconds is surely one. */
function isNear(stamp: string, now: Instant): boolean {
  const at = parseDate(stamp);
  if (at === undefined) return false;
  return at - now <= (/:\d{2}:\d{2}/.test(stamp) ? NEAR_MS : AHEAD_MS) && now - at <= NEAR_MS;
}
