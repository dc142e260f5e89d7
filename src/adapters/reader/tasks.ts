import type { Instant } from '../../domain/model/units.ts';
import type { VersionRow } from '../../domain/pages/compareVersions.ts';
import type { PageLine } from '../../domain/pages/lines.ts';
import type { SentenceLanguage } from '../../domain/pages/sentence.ts';
import type { PageAt, ZoneTrial } from '../../domain/pages/trial.ts';
import type { ZoneRules } from '../../domain/pages/zone.ts';
import type { Article } from '../../domain/sources/article.ts';
import type { Document, Reading } from '../../domain/sources/read.ts';
import type { PageSurvey, WebPage } from '../../domain/sources/survey.ts';

/** Two versions of a watched page. */
export interface VersionPair {
  before: readonly PageLine[];
  after: readonly PageLine[];
  now: Instant;
}

/** Selectors to be tried on versions of a page, the newest first. */
export interface ZoneQuestion {
  pages: readonly PageAt[];
  rules: ZoneRules & { ignoreText: readonly string[] };
  language: SentenceLanguage;
}

/** What the thread is asked to do with what came from outside. */
export type Task =
  | { kind: 'read'; document: Document }
  | { kind: 'survey'; page: WebPage }
  | { kind: 'article'; page: WebPage }
  | { kind: 'compare'; pair: VersionPair }
  | { kind: 'zone'; question: ZoneQuestion };

/** What each task answers. */
export interface Answers {
  read: Reading;
  survey: PageSurvey;
  article: Article | undefined;
  compare: VersionRow[];
  zone: ZoneTrial;
}
