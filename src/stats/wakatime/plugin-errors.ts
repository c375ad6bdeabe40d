import type { LogFields } from '../../base/log.ts';
import { type Clock, MINUTE_MS } from '../../base/time.ts';

/** Characters kept of each field of a report. */
export const REPORT_FIELD_CHARACTERS = 2_000;
/** Reports that reach the log in a minute; anybody may send one. */
export const REPORTS_A_MINUTE = 10;

const FIELDS = [
  'plugin',
  'cli_version',
  'platform',
  'architecture',
  'is_panic',
  'error_message',
  'stacktrace',
  'logs',
] as const;

/** The known fields of a client's crash report (spec/wakatime 1.8), shortened; {} for none. */
export function parseReport(body: string): LogFields {
  const report = parseObject(body);
  const known = FIELDS.filter((field) => report[field] !== undefined && report[field] !== '');
  return Object.fromEntries(
    known.map((field) => [field, String(report[field]).slice(0, REPORT_FIELD_CHARACTERS)]),
  );
}

/** A report that cannot be read is no reason to bother the client that sent it. */
function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Answers whether one more report may be logged in this minute. */
export function openReportLimit(clock: Clock): () => boolean {
  let minute = 0;
  let count = 0;
  return () => {
    const now = Math.floor(clock() / MINUTE_MS);
    count = now === minute ? count + 1 : 1;
    minute = now;
    return count <= REPORTS_A_MINUTE;
  };
}
