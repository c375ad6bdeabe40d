import type { Database } from '../db/database.ts';
import { type ExportRange, type ExportRow, listPages } from './archive-store.ts';
import { parseKey, toKey } from './content-hash.ts';
import { CSV_HEADER, toCsvLine } from './csv.ts';
import { parseExtra } from './extra.ts';
import {
  COLUMN_LENGTH,
  cutOrNull,
  isFields,
  isProblem,
  PATH_LENGTH,
  type Problem,
  parseClaim,
  toName,
  toPath,
} from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import { IMPORT_CLAIM_SECONDS, type ParseContext, parseCodetrackr } from './parse-codetrackr.ts';

export const EXPORT_FORMATS = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
};
export type ExportFormat = keyof typeof EXPORT_FORMATS;

type Text = AsyncGenerator<string, void, undefined>;

async function* exportRows(database: Database, userId: string, range: ExportRange) {
  for await (const page of listPages(database, userId, range)) {
    yield page.map(
      ({ content_hash, ...row }): ExportRow => ({ ...row, key: toKey(BigInt(content_hash)) }),
    );
  }
}

type Pages = ReturnType<typeof exportRows>;

async function* toNdjson(pages: Pages): Text {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function* toCsv(pages: Pages): Text {
  yield CSV_HEADER;
  for await (const rows of pages) yield rows.map(toCsvLine).join('');
}

/** CodeTrackr's wrapper; one heartbeat a line keeps the file readable and diffable. */
async function* toJson(pages: Pages, exportedAt: string): Text {
  yield '{"heartbeats":[';
  let separator = '\n';
  for await (const rows of pages) {
    yield separator + rows.map((row) => JSON.stringify(row)).join(',\n');
    separator = ',\n';
  }
  yield `\n],"exported_at":${JSON.stringify(exportedAt)}}\n`;
}

/**
 * Everything of one user in the range as text, page by page. Field names are CodeTrackr's;
 * `duration` is the effective one, `claimed_seconds` what the client said, `key` the identity.
 */
export function exportText(
  database: Database,
  userId: string,
  format: ExportFormat,
  range: ExportRange,
  exportedAt: string,
): Text {
  const pages = exportRows(database, userId, range);
  if (format === 'csv') return toCsv(pages);
  return format === 'ndjson' ? toNdjson(pages) : toJson(pages, exportedAt);
}

/**
 * Reads one item of an import: a line of our own export (it has a `key`), which is taken exactly as
 * it stands, or a CodeTrackr heartbeat, which claims IMPORT_CLAIM_SECONDS when it has no duration.
 */
export function parseImported(value: unknown, context: ParseContext): Heartbeat | Problem {
  const heartbeat = parseCodetrackr(value, {
    ...context,
    defaultClaimSeconds: IMPORT_CLAIM_SECONDS,
  });
  if (isProblem(heartbeat) || !isFields(value)) return heartbeat;
  const hash = parseKey(value.key);
  if (hash === null) return heartbeat;
  const claim = parseClaim(value.claimed_seconds, 'claimed_seconds');
  if (isProblem(claim)) return claim;
  return {
    ...heartbeat,
    file: cutOrNull(toPath(value.file), PATH_LENGTH),
    language: cutOrNull(toName(value.language), COLUMN_LENGTH.language),
    editor: cutOrNull(toName(value.editor), COLUMN_LENGTH.editor),
    os: cutOrNull(toName(value.os), COLUMN_LENGTH.os),
    category: cutOrNull(toName(value.category), COLUMN_LENGTH.category),
    claimedSeconds: claim,
    extra: parseExtra(value.extra),
    contentHash: hash,
  };
}
