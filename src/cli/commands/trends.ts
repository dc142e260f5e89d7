import { speech } from '../../../web/i18n.ts';
import { trendsJson } from '../../pipeline/reports.ts';
import { trendsUpTo } from '../../pipeline/trends.ts';
import type { Context } from '../main.ts';
import { wire } from '../wire.ts';

interface Options {
  days?: number;
  now?: number;
}

export async function trends({ env, out }: Context, { days, now }: Options): Promise<boolean> {
  const app = await wire(env, { follow: false, ...(now !== undefined && { now }) });
  try {
    const report = await trendsUpTo(app.deps.clock(), app.deps, days);
    const { t, number } = speech(app.config.language, app.config.timezone);
    out.result(trendsJson(report), () =>
      report.trends.length === 0
        ? [t('trends.none')]
        : report.trends.map(
            ({ kind, term, count, expected, sources }) =>
              `${t(`trends.kinds.${kind}`).padEnd(14)} ${term.padEnd(30)} ${t('trends.measure', { count, expected: number(expected), sources })}`,
          ),
    );
    return true;
  } finally {
    await app.close();
  }
}
