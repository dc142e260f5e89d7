import { type Speech, speech } from '../../../web/i18n.ts';
import { reasonSentences } from '../../../web/reasons.ts';
import type { Digest, DigestStory } from '../../domain/model/digest.ts';
import { editionOnDemand } from '../../pipeline/digest.ts';
import { digestJson } from '../../pipeline/reports.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

interface Options {
  date?: string;
  minutes?: number;
  now?: number;
}

export async function digest({ env, out }: Context, { date, minutes, now }: Options): Promise<boolean> {
  const app = await wire(env, now === undefined ? {} : { now });
  try {
    const made = await editionOnDemand(
      { ...(date !== undefined && { date }), ...(minutes !== undefined && { minutes }) },
      app.deps,
    );
    if (minutes !== undefined && made.budgetMinutes !== minutes)
      out.warn(
        `vigie: the edition of ${made.date} is frozen at ${made.budgetMinutes} minutes: --minutes ${minutes} is not used`,
      );
    out.result(digestJson(made), () => digestLines(made, speech(app.config.language, app.config.timezone)));
    return true;
  } finally {
    await app.close();
  }
}

function digestLines(digest: Digest, words: Speech): string[] {
  const { t, day } = words;
  const line = (story: DigestStory) => [
    `  ${String(story.minutes).padStart(2)} min  ${story.title}`,
    `          ${story.items[0]?.source ?? ''} · ${reasonSentences(story.reasons, words).join(', ')}`,
  ];
  return [
    `${t('digest.title', { day: day(digest.date) })} — ${t('digest.planned', { planned: digest.plannedMinutes, budget: digest.budgetMinutes })}`,
    ...digest.sections.flatMap(({ id, stories }) => ['', t(`sections.${id}`), ...stories.flatMap(line)]),
    ...(digest.leftOut.length > 0 ? ['', t('digest.leftOutLede', { count: digest.leftOut.length })] : []),
  ];
}
