import type { ExportRow } from './archive-store.ts';

/** CodeTrackr's columns first (spec/codetrackr 1.1), then what it leaves out. */
const COLUMNS = [
  'time',
  'project',
  'file',
  'language',
  'branch',
  'duration_seconds',
  'is_write',
  'editor',
  'commit',
  'workspace_root',
  'package_path',
  'os',
  'machine',
  'category',
  'type',
  'claimed_seconds',
  'extra',
  'key',
] as const;

/** What a spreadsheet would take for a formula, and the mark that we put before it. */
const FORMULA = /^[=+\-@\t\r'＝＋－＠]/;
const MARK = "'";

function toCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? MARK + text : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const CSV_HEADER = `${COLUMNS.join(',')}\n`;

/**
 * One line of CSV (RFC 4180). Text that a spreadsheet would run as a formula, or that begins with
 * an apostrophe, gets an apostrophe before it; `fromCsvRecord` takes exactly one away again, so that
 * nothing is lost.
 */
export function toCsvLine({ duration, ...row }: ExportRow): string {
  const cells = { ...row, duration_seconds: duration };
  return `${COLUMNS.map((column) => toCell(cells[column])).join(',')}\n`;
}

type CsvRecord = Record<string, string>;

export function isCsvRecord(value: unknown): value is CsvRecord {
  return typeof value === 'object' && value !== null;
}

/** A record of a CSV; only our own files (they have keys) carry marks. */
export function fromCsvRecord(record: CsvRecord): Record<string, unknown> {
  if (!record.key) return record;
  return Object.fromEntries(
    Object.entries(record).map(([column, cell]) => [
      column,
      cell.startsWith(MARK) ? cell.slice(MARK.length) : cell,
    ]),
  );
}
