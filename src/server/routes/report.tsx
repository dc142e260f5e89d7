import { reportCsv } from '../../../web/reportCsv.ts';
import { ReportPage } from '../../../web/views/report.tsx';
import { monthOf, reportOf, shifted } from '../../pipeline/report.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';

const MONTH = /^20\d{2}-(0[1-9]|1[0-2])$/;

/** What a month brought, and what was worth reading. */
export function reportRoutes(app: App, deps: ServerDeps): void {
  const { watch, clock } = deps;
  const monthAsked = (c: Ctx): string => {
    const [asked = '', now] = [c.req.query('month'), monthOf(clock(), watch.timezone)];
    return MONTH.test(asked) && asked <= now ? asked : now;
  };

  app.get('/report', async (c) => {
    const month = monthAsked(c);
    const next = shifted(month, 1);
    return c.html(
      <ReportPage
        page={c.get('page')}
        report={await reportOf(month, c.get('person'), deps)}
        previous={shifted(month, -1)}
        next={next <= monthOf(clock(), watch.timezone) ? next : undefined}
      />,
    );
  });

  app.get('/report.csv', async (c) => {
    const month = monthAsked(c);
    return c.body(reportCsv(await reportOf(month, c.get('person'), deps), c.get('speech')), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="vigie-${month}.csv"`,
    });
  });
}
