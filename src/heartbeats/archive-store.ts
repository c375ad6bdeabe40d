import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../db/database.ts';

/** Rows read at a time, so that an export never holds a history in memory. */
export const PAGE_ROWS = 2_000;

const Text = Type.Union([Type.String(), Type.Null()]);

const Row = Type.Object({
  /** ISO with six digits of a second. */
  time: Type.String(),
  project: Type.String(),
  file: Text,
  language: Text,
  branch: Text,
  /** Effective seconds, as on the dashboard. */
  duration: Type.Number(),
  is_write: Type.Boolean(),
  editor: Text,
  commit: Text,
  workspace_root: Text,
  package_path: Text,
  os: Text,
  machine: Text,
  category: Text,
  type: Type.String(),
  /** What the client said; null: it claimed nothing. */
  claimed_seconds: Type.Union([Type.Number(), Type.Null()]),
  extra: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
  content_hash: Type.String(),
});

type StoredRow = Static<typeof Row>;

/** A heartbeat as exports show it; `key` is its content hash (see `toKey`). */
export type ExportRow = Omit<StoredRow, 'content_hash'> & { key: string };

const PAGE = `
  select
    to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time,
    project, file, language, branch, duration_seconds as duration, is_write, editor, commit,
    workspace_root, package_path, os, machine, category, entity_type as type, claimed_seconds,
    extra, content_hash::text as content_hash
  from heartbeats
  where user_id = $1 and recorded_at >= $2::timestamptz and recorded_at < $3::timestamptz
    and (recorded_at, content_hash) > ($4::timestamptz, $5::bigint)
  order by recorded_at, content_hash
  limit ${PAGE_ROWS}`;

export interface ExportRange {
  /** ISO instants; start is inside, end is not. Null: without bound. */
  start: string | null;
  end: string | null;
}

/** A user's heartbeats in order of time, page by page. */
export async function* listPages(
  database: Database,
  userId: string,
  { start, end }: ExportRange,
): AsyncGenerator<StoredRow[], void, undefined> {
  let after = { time: '-infinity', content_hash: '0' };
  for (;;) {
    const page: StoredRow[] = await database.list(Row, PAGE, [
      userId,
      start ?? '-infinity',
      end ?? 'infinity',
      after.time,
      after.content_hash,
    ]);
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    after = last;
  }
}

const Latest = Type.Object({
  time: Type.String(),
  project: Type.String(),
  language: Text,
  editor: Text,
  machine: Text,
  plugin: Text,
});

/** The heartbeat with the latest time, for "last seen". */
export function findLatest(
  database: Database,
  userId: string,
): Promise<Static<typeof Latest> | null> {
  return database.find(
    Latest,
    `select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time,
       project, language, editor, machine, extra ->> 'plugin' as plugin
     from heartbeats where user_id = $1 order by recorded_at desc, content_hash desc limit 1`,
    [userId],
  );
}
