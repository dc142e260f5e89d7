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

/**
 * RFC 4180. What a spreadsheet would take for a formula becomes text (OWASP, CSV injection), also where it takes a
 * semicolon for the end of a cell, as in France.
 */
function cell(value: string | number): string {
  const text =
    typeof value === 'string' ? value.replace(/\s+/g, ' ').replace(/(^|[;,])(\s*[=+\-@])/g, "$1'$2") : String(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
