import { type Static, Type } from '@sinclair/typebox';
import type { Database } from '../db/database.ts';
import { ExternalDuration, LONGEST_EXTERNAL_SECONDS } from './external-durations.ts';

/** Durations listed of one day; a calendar has a few dozen. */
export const LISTED_A_DAY = 1_000;

const Stored = Type.Composite([
  Type.Object({ id: Type.String() }),
  ExternalDuration,
  Type.Object({ created_at: Type.Date() }),
]);
export type StoredDuration = Static<typeof Stored>;

const COLUMNS = `id, external_id, entity, entity_type as type, category, project, branch, language,
  provider, date_part('epoch', starts_at) as start_time, date_part('epoch', ends_at) as end_time,
  meta, created_at`;

/**
 * Adds durations of a user; one whose external id is known replaces what was known. Their external
 * ids must differ from each other. In no particular order.
 */
export function saveExternalDurations(
  database: Database,
  userId: string,
  durations: readonly ExternalDuration[],
  at: Date,
): Promise<StoredDuration[]> {
  return database.list(
    Stored,
    `insert into external_durations (user_id, external_id, entity, entity_type, category, project,
      branch, language, provider, starts_at, ends_at, meta, created_at)
    select $1, d.external_id, d.entity, d.type, d.category, d.project, d.branch, d.language,
      d.provider, to_timestamp(d.start_time), to_timestamp(d.end_time), d.meta, $3
    from jsonb_to_recordset($2::jsonb) as d (external_id text, entity text, type text,
      category text, project text, branch text, language text, provider text,
      start_time double precision, end_time double precision, meta jsonb)
    on conflict (user_id, external_id) do update set
      entity = excluded.entity, entity_type = excluded.entity_type, category = excluded.category,
      project = excluded.project, branch = excluded.branch, language = excluded.language,
      provider = excluded.provider, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
      meta = excluded.meta
    returning ${COLUMNS}`,
    [userId, JSON.stringify(durations), at],
  );
}

export interface ExternalFilter {
  /** Epoch seconds; durations that overlap are listed whole. */
  start: number;
  end: number;
  project?: string | undefined;
  branches?: readonly string[] | undefined;
}

/** The external durations that touch a span, by start, LISTED_A_DAY at most. */
export function listExternalDurations(
  database: Database,
  userId: string,
  { start, end, project, branches }: ExternalFilter,
): Promise<StoredDuration[]> {
  return database.list(
    Stored,
    `select ${COLUMNS} from external_durations
    where user_id = $1 and starts_at > to_timestamp($2::bigint - ${LONGEST_EXTERNAL_SECONDS})
      and starts_at < to_timestamp($3::bigint) and ends_at > to_timestamp($2::bigint)
      and ($4::text is null or project = $4)
      and ($5::text[] is null or coalesce(branch, '') = any($5::text[]))
    order by starts_at, external_id limit ${LISTED_A_DAY}`,
    [userId, start, end, project ?? null, branches ?? null],
  );
}

/** Removes a user's durations by our ids or the sender's. How many there were. */
export function removeExternalDurations(
  database: Database,
  userId: string,
  ids: readonly string[],
): Promise<number> {
  return database.run(
    `delete from external_durations
    where user_id = $1 and (external_id = any($2::text[]) or id::text = any($2::text[]))`,
    [userId, ids],
  );
}
