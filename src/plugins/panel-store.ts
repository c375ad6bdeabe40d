import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';

const PanelRow = Type.Object({
  plugin_id: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  icon: nullable(Type.String()),
  plugin_type: Type.String(),
  widget_type: nullable(Type.String()),
  api_endpoint: nullable(Type.String()),
  version: nullable(Type.String()),
  script: nullable(Type.String()),
  latest_version: Type.String(),
  is_reviewed: Type.Boolean(),
  update_waits: Type.Boolean(),
  has_settings: Type.Boolean(),
  disabled_reason: nullable(Type.String()),
  columns: nullable(Type.Integer()),
  rows: nullable(Type.Integer()),
});
export type PanelRow = Static<typeof PanelRow>;

/** A plugin whose first script waits for review has a panel when that script has. */
export function listPanels(db: Queryable, userId: string): Promise<PanelRow[]> {
  return db.list(
    PanelRow,
    `select r.plugin_id, r.name, r.display_name, r.icon, r.plugin_type, r.widget_type,
       r.api_endpoint, r.version, r.script, r.latest_version, r.is_reviewed, r.update_waits,
       p.settings_schema is not null as has_settings, r.disabled_reason, o.columns, o.rows
     from running_plugins r
     join plugin_store p on p.id = r.plugin_id
     left join user_dashboard_order o on o.user_id = r.user_id and o.panel_name = r.name
     where r.user_id = $1 and (r.has_panel or (r.script is null and r.update_waits and p.has_panel))
     order by o.position, r.name`,
    [userId],
  );
}

/** How much of the dashboard a panel takes; null: as its kind does. */
export interface PanelSize {
  columns: number | null;
  rows: number | null;
}

const OrderRow = Type.Object({
  panel_name: Type.String(),
  columns: nullable(Type.Integer()),
  rows: nullable(Type.Integer()),
});
export type OrderRow = Static<typeof OrderRow>;

/** In their order. */
export function listOrder(db: Queryable, userId: string): Promise<OrderRow[]> {
  return db.list(
    OrderRow,
    `select panel_name, columns, rows from user_dashboard_order
     where user_id = $1 order by position`,
    [userId],
  );
}

/** Replaces the whole order. */
export async function saveOrder(
  tx: Queryable,
  userId: string,
  panels: readonly ({ name: string } & PanelSize)[],
): Promise<void> {
  await tx.run('select from users where id = $1 for no key update', [userId]);
  await tx.run('delete from user_dashboard_order where user_id = $1', [userId]);
  await tx.run(
    `insert into user_dashboard_order (user_id, panel_name, position, columns, rows)
     select $1, panel.name, panel.position, panel.columns, panel.rows
     from unnest($2::text[], $3::smallint[], $4::smallint[])
       with ordinality as panel (name, columns, rows, position)`,
    [
      userId,
      panels.map(({ name }) => name),
      panels.map(({ columns }) => columns),
      panels.map(({ rows }) => rows),
    ],
  );
}
