import { type Static, Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';

const WidgetErrorRow = Type.Object({
  version: Type.String(),
  /** 0: unknown. */
  line: Type.Integer(),
  message: Type.String(),
  occurrences: Type.Integer(),
  first_seen_at: Type.Date(),
  last_seen_at: Type.Date(),
});
export type WidgetErrorRow = Static<typeof WidgetErrorRow>;

/** Newest first. */
export function listWidgetErrors(db: Queryable, pluginId: string): Promise<WidgetErrorRow[]> {
  return db.list(
    WidgetErrorRow,
    `select ${Object.keys(WidgetErrorRow.properties).join(', ')} from widget_errors
     where plugin_id = $1 order by last_seen_at desc, message`,
    [pluginId],
  );
}

export interface WidgetFailure {
  pluginId: string;
  version: string;
  line: number;
  message: string;
}

/** Counts it; of more than `keep` different ones, those not seen for longest go. */
export async function saveWidgetError(
  tx: Queryable,
  { pluginId, version, line, message }: WidgetFailure,
  { keep, at }: { keep: number; at: Date },
): Promise<void> {
  await tx.run(
    `insert into widget_errors
       (plugin_id, version, line, message, occurrences, first_seen_at, last_seen_at)
     values ($1, $2, $3, $4, 1, $5, $5)
     on conflict (plugin_id, version, line, message) do update
     set occurrences = widget_errors.occurrences + 1, last_seen_at = excluded.last_seen_at`,
    [pluginId, version, line, message, at],
  );
  await tx.run(
    `delete from widget_errors where (plugin_id, version, line, message) in (
       select plugin_id, version, line, message from widget_errors
       where plugin_id = $1 order by last_seen_at desc, message offset $2
     )`,
    [pluginId, keep],
  );
}

/** Counts one more report of the user; how many it is since `since`, or since the later first one. */
export async function countReport(
  tx: Queryable,
  userId: string,
  { since, at }: { since: Date; at: Date },
): Promise<number> {
  const Row = Type.Object({ reports: Type.Integer() });
  const row = await tx.one(
    Row,
    `insert into widget_error_budgets (user_id, began_at, reports) values ($1, $2, 1)
     on conflict (user_id) do update set
       began_at = case when widget_error_budgets.began_at > $3
         then widget_error_budgets.began_at else excluded.began_at end,
       reports = case when widget_error_budgets.began_at > $3
         then widget_error_budgets.reports + 1 else 1 end
     returning reports`,
    [userId, at, since],
  );
  return row.reports;
}
