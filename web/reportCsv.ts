import type { Report } from '../src/domain/report/report.ts';
import type { Speech } from './i18n.ts';

/** The sources of a report, one a line. */
export function reportCsv({ sources }: Report, { t }: Speech): string {
  const columns = ['name', 'items', 'told', 'clicks', 'kept', 'boards', 'only', 'advice'] as const;
  const head = columns.map((column) => t(`report.columns.${column}`));
  const rows = sources.map((source) =>
    columns.map((column) => (column === 'advice' ? t(`report.advice.${source.advice}`) : source[column])),
  );
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** RFC 4180; what a spreadsheet would take for a formula becomes text (OWASP, CSV injection). */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[\s]*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
