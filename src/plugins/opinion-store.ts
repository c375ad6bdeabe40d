import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';

const SHOWN_REVIEWS = 50;
const SHOWN_SCREENSHOTS = 20;
const LISTED_REPORTS = 500;

export async function saveRating(
  db: Queryable,
  userId: string,
  pluginId: string,
  rating: number,
  at: Date,
): Promise<void> {
  await db.run(
    `insert into plugin_ratings (user_id, plugin_id, rating, created_at) values ($1, $2, $3, $4)
     on conflict (user_id, plugin_id) do update set rating = excluded.rating, created_at = excluded.created_at`,
    [userId, pluginId, rating, at],
  );
}

export async function saveReview(
  db: Queryable,
  userId: string,
  pluginId: string,
  body: string,
  at: Date,
): Promise<void> {
  await db.run(
    `insert into plugin_reviews (user_id, plugin_id, body, created_at) values ($1, $2, $3, $4)
     on conflict (user_id, plugin_id) do update set body = excluded.body, created_at = excluded.created_at`,
    [userId, pluginId, body, at],
  );
}

const ReviewRow = Type.Object({
  username: Type.String(),
  body: Type.String(),
  /** 0: the reviewer gave none. */
  rating: Type.Integer(),
  created_at: Type.Date(),
});

/** Newest first. */
export function listReviews(db: Queryable, pluginId: string): Promise<Static<typeof ReviewRow>[]> {
  return db.list(
    ReviewRow,
    `select u.username, r.body, coalesce(g.rating, 0) as rating, r.created_at
     from plugin_reviews r
     join users u on u.id = r.user_id
     left join plugin_ratings g on g.user_id = r.user_id and g.plugin_id = r.plugin_id
     where r.plugin_id = $1 order by r.created_at desc, r.id limit ${SHOWN_REVIEWS}`,
    [pluginId],
  );
}

const ScreenshotRow = Type.Object({
  id: Type.String(),
  url: Type.String(),
  caption: nullable(Type.String()),
  username: Type.String(),
  created_at: Type.Date(),
});

/** Newest first. */
export function listScreenshots(
  db: Queryable,
  pluginId: string,
): Promise<Static<typeof ScreenshotRow>[]> {
  return db.list(
    ScreenshotRow,
    `select s.id, s.url, s.caption, u.username, s.created_at
     from plugin_screenshots s join users u on u.id = s.user_id
     where s.plugin_id = $1 order by s.created_at desc, s.id limit ${SHOWN_SCREENSHOTS}`,
    [pluginId],
  );
}

const Screenshots = Type.Object({ of_plugin: Type.Integer(), in_all: Type.Integer() });

/** How many this user added, to this plugin and to all; no other is added until the transaction ends. */
export async function countScreenshotsForUpdate(
  tx: Queryable,
  userId: string,
  pluginId: string,
): Promise<Static<typeof Screenshots>> {
  await tx.run('select from users where id = $1 for no key update', [userId]);
  return tx.one(
    Screenshots,
    `select count(*) filter (where plugin_id = $2) as of_plugin, count(*) as in_all
     from plugin_screenshots where user_id = $1`,
    [userId, pluginId],
  );
}

export async function insertScreenshot(
  db: Queryable,
  screenshot: { userId: string; pluginId: string; url: string; caption: string | null; at: Date },
): Promise<void> {
  const { userId, pluginId, url, caption, at } = screenshot;
  await db.run(
    `insert into plugin_screenshots (user_id, plugin_id, url, caption, created_at)
     values ($1, $2, $3, $4, $5)`,
    [userId, pluginId, url, caption, at],
  );
}

/** Of whoever added it, of the plugin's author, or (`isAdmin`) of anybody. Whether it was there. */
export async function deleteScreenshot(
  db: Queryable,
  screenshotId: string,
  { userId, isAdmin }: { userId: string; isAdmin: boolean },
): Promise<boolean> {
  const removed = await db.run(
    `delete from plugin_screenshots s using plugin_store p
     where s.id = $1 and p.id = s.plugin_id and ($3 or s.user_id = $2 or p.author_id = $2)`,
    [screenshotId, userId, isAdmin],
  );
  return removed > 0;
}

export interface Report {
  reporterId: string;
  pluginId: string;
  reason: string;
  description: string | null;
  at: Date;
}

/** Reporting again opens the report again. */
export async function saveReport(db: Queryable, report: Report): Promise<void> {
  await db.run(
    `insert into plugin_reports (plugin_id, reporter_id, reason, description, created_at)
     values ($1, $2, $3, $4, $5)
     on conflict (plugin_id, reporter_id) do update set reason = excluded.reason,
       description = excluded.description, resolved = false, created_at = excluded.created_at`,
    [report.pluginId, report.reporterId, report.reason, report.description, report.at],
  );
}

const ReportRow = Type.Object({
  id: Type.String(),
  reason: Type.String(),
  description: nullable(Type.String()),
  resolved: Type.Boolean(),
  created_at: Type.Date(),
  plugin_id: Type.String(),
  plugin_name: Type.String(),
  plugin_slug: Type.String(),
  reporter_username: Type.String(),
});

/** Open ones first, then newest first. */
export function listReports(db: Queryable): Promise<Static<typeof ReportRow>[]> {
  return db.list(
    ReportRow,
    `select r.id, r.reason, r.description, r.resolved, r.created_at, r.plugin_id,
       p.display_name as plugin_name, p.name as plugin_slug, u.username as reporter_username
     from plugin_reports r
     join plugin_store p on p.id = r.plugin_id
     join users u on u.id = r.reporter_id
     order by r.resolved, r.created_at desc, r.id limit ${LISTED_REPORTS}`,
  );
}

/** Whether there is such a report. */
export async function resolveReport(db: Queryable, reportId: string): Promise<boolean> {
  return (await db.run('update plugin_reports set resolved = true where id = $1', [reportId])) > 0;
}
