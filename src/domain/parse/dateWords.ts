/** Beginnings of month names, January first, without accents: English, French, German, Spanish, Italian, Portuguese, Dutch, Nordic, Polish, Turkish, Russian. */
export const MONTH_NAMES: string[][] = [
  'jan ene gen sty oca янв',
  'feb fev lut sub фев',
  'mar maa maerz mrz мар',
  'apr avr abr kwi nis апр',
  'may mai maj mei mag май мая маи',
  'jun juin giu cze haz июн',
  'jul juil lug lip tem июл',
  'aug aou ago sie agu авг',
  'sep set wrz eyl сен',
  'oct okt out ott paz eki окт',
  'nov lis kas ноя',
  'dec dez dic des gru ara дек',
].map((names) => names.split(' '));

/** Words that may stand around a date without being part of it, as beginnings of nothing: matched whole, without accents. */
export const WORDS_AROUND_DATES: ReadonlySet<string> = new Set(
  (
    'mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday sat saturday sun sunday ' +
    'lun lundi mar mardi mer mercredi jeu jeudi ven vendredi sam samedi dim dimanche ' +
    'mo montag di dienstag mi mittwoch do donnerstag fr freitag sa samstag so sonntag ' +
    'at on of the st nd rd th a le de del di da um den der uhr er h o am pm t г'
  ).split(' '),
);

const HOURS: [number, string][] = [
  [-10, 'hst'],
  [-9, 'akst'],
  [-8, 'pst akdt'],
  [-7, 'mst pdt'],
  [-6, 'cst mdt'],
  [-5, 'est cdt'],
  [-4, 'edt ast'],
  [-3, 'brt art adt'],
  [0, 'gmt utc ut z wet'],
  [1, 'cet mez bst west'],
  [2, 'cest mesz eet sast'],
  [3, 'eest msk'],
  [5, 'pkt'],
  [5.5, 'ist'],
  [8, 'hkt sgt awst'],
  [9, 'jst kst'],
  [9.5, 'acst'],
  [10, 'aest'],
  [11, 'aedt'],
  [12, 'nzst'],
  [13, 'nzdt'],
];

/** Minutes east of UTC by lower-case abbreviation. Where one has several meanings, the one that feeds use most. */
export const ZONE_MINUTES: Readonly<Record<string, number | undefined>> = Object.fromEntries(
  HOURS.flatMap(([hours, names]) => names.split(' ').map((name) => [name, hours * 60])),
);
