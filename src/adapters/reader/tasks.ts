import type { Article } from '../../domain/sources/article.ts';
import type { Document, Reading } from '../../domain/sources/read.ts';
import type { PageSurvey, WebPage } from '../../domain/sources/survey.ts';

/** What the thread is asked to do with bytes from outside. */
export type Task =
  | { kind: 'read'; document: Document }
  | { kind: 'survey'; page: WebPage }
  | { kind: 'article'; page: WebPage };

/** What each task answers. */
export interface Answers {
  read: Reading;
  survey: PageSurvey;
  article: Article | undefined;
}
