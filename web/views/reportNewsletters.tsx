import type { Report } from '../../src/domain/report/report.ts';
import { Block } from './block.tsx';
import type { PageContext } from './layout.tsx';

/** What went out in the month, or was followed in it. */
export function ReportNewsletters({ page, report: { newsletters } }: { page: PageContext; report: Report }) {
  const { t, number, moment } = page.speech;
  if (newsletters.length === 0) return null;
  return (
    <Block id="newsletters" title={t('report.newsletters')}>
      <table class="t">
        <caption class="vh">{t('report.newsletters')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('newsletter.subject')}</th>
            <th scope="col" class="n">
              {t('report.sends')}
            </th>
            <th scope="col" class="n">
              {t('report.figures.clicks')}
            </th>
          </tr>
        </thead>
        <tbody>
          {newsletters.map(({ board, number: edition, title, sentAt, sends, clicks }) => (
            <tr>
              <th scope="row">
                <a href={`/boards/${board}/newsletters/${edition}`}>{title}</a>
                <span class="sub">{moment(sentAt)}</span>
              </th>
              <td class="n">{sends === undefined ? '' : number(sends)}</td>
              <td class="n">{number(clicks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  );
}
