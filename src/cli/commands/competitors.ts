import { speech } from '../../../web/i18n.ts';
import { renownUpTo } from '../../pipeline/renown.ts';
import { competitorsJson } from '../../pipeline/reports.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

interface Options {
  days: number;
  now?: number;
}

export async function competitors({ env, out }: Context, { days, now }: Options): Promise<boolean> {
  const app = await wire(env, { follow: false, ...(now !== undefined && { now }) });
  try {
    const report = await renownUpTo(app.deps.clock(), days, app.deps);
    const json = competitorsJson(report, app.config.actors);
    const { t } = speech(app.config.language, app.config.timezone);
    out.result(json, () =>
      json.actors.length === 0
        ? [t('competitors.none')]
        : json.actors.map(
            ({ rank, name, renown, stories, shareOfVoice }) =>
              `${String(rank).padStart(2)}  ${name.padEnd(28)} ${t('competitors.line', { renown, stories, share: Math.round(shareOfVoice * 100) })}`,
          ),
    );
    return true;
  } finally {
    await app.close();
  }
}
