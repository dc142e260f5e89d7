import type { Reason } from '../src/domain/model/digest.ts';
import { foldText } from '../src/domain/query/words.ts';
import type { Speech } from './i18n.ts';

/** The reasons of a story in words, in the order they count. */
export const reasonSentences = (reasons: readonly Reason[], words: Speech): string[] =>
  reasons.map((reason) => reasonSentence(reason, words));

export function reasonSentence({ code, params }: Reason, { t }: Speech): string {
  switch (code) {
    case 'brand':
    case 'competitor':
      return t(`reason.${code}${proofForm(params)}`, params);
    case 'tasteMore':
    case 'tasteLess':
      return t(`reason.${code}`, { subject: t(`reason.subjects.${params.kind}`, params) });
    case 'event':
      return t('reason.event', { type: t(`event.${params.type}`), words: params.words ?? '' });
    case 'topic':
      return t(params.words ? 'reason.topic' : 'reason.topicPlain', params);
    case 'freshness':
      return Number(params.hours) === 0
        ? t('reason.freshnessNow')
        : t('reason.freshness', { count: params.hours ?? 0 });
    default:
      return t(`reason.${code}`, params);
  }
}

/** Words that only repeat the name prove nothing more than the name. */
function proofForm({ name, words }: Reason['params']): string {
  if (!words) return 'Source';
  return foldText(String(words)) === foldText(String(name)) ? 'Name' : '';
}
