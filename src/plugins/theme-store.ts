import { type Static, Type } from '@sinclair/typebox';
import { nullable } from '../base/schemas.ts';
import type { Queryable } from '../db/database.ts';
import type { Variables } from './theme-values.ts';

const VariablesColumn = Type.Record(Type.String(), Type.String());

/** Themes in one answer. */
const MAX_LISTED_THEMES = 500;

export const ThemeRow = Type.Object({
  id: Type.String(),
  author_id: Type.String(),
  author_username: Type.String(),
  name: Type.String(),
  display_name: Type.String(),
  description: nullable(Type.String()),
  version: Type.String(),
  icon: Type.String(),
  variables: VariablesColumn,
  install_count: Type.Integer(),
});
export type ThemeRow = Static<typeof ThemeRow>;

const columns = Object.keys(ThemeRow.properties)
  .map((column) => (column === 'author_username' ? 'u.username as author_username' : `t.${column}`))
  .join(', ');
const source = 'theme_store t join users u on u.id = t.author_id';

/** Most installed first. */
export function listThemes(db: Queryable): Promise<ThemeRow[]> {
  return db.list(
    ThemeRow,
    `select ${columns} from ${source}
     order by t.install_count desc, t.created_at desc, t.id limit ${MAX_LISTED_THEMES}`,
  );
}

export function listInstalledThemes(db: Queryable, userId: string): Promise<ThemeRow[]> {
  return db.list(
    ThemeRow,
    `select ${columns} from ${source} join installed_themes i on i.theme_id = t.id
     where i.user_id = $1 order by t.name`,
    [userId],
  );
}

export function findTheme(db: Queryable, id: string): Promise<ThemeRow | null> {
  return db.find(ThemeRow, `select ${columns} from ${source} where t.id = $1`, [id]);
}

export function findThemeByName(db: Queryable, name: string): Promise<ThemeRow | null> {
  return db.find(ThemeRow, `select ${columns} from ${source} where t.name = $1`, [name]);
}

/** Nobody else changes it until the transaction ends. */
export function findThemeForUpdate(tx: Queryable, name: string): Promise<ThemeRow | null> {
  const sql = `select ${columns} from ${source} where t.name = $1 for no key update of t`;
  return tx.find(ThemeRow, sql, [name]);
}

export interface SavedTheme {
  name: string;
  display_name: string;
  description: string | null;
  version: string;
  icon: string;
  variables: Variables;
}

/** Violates a unique index when a new name is taken; `before`: the theme that this updates. */
export async function saveTheme(
  db: Queryable,
  authorId: string,
  theme: SavedTheme,
  { at, isNew }: { at: Date; isNew: boolean },
): Promise<void> {
  const { name, display_name, description, version, icon, variables } = theme;
  const values = [
    authorId,
    name,
    display_name,
    description,
    version,
    icon,
    JSON.stringify(variables),
    at,
  ];
  await db.run(
    isNew
      ? `insert into theme_store (author_id, name, display_name, description, version, icon,
           variables, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`
      : `update theme_store set display_name = $3, description = $4, version = $5, icon = $6,
           variables = $7, updated_at = $8
         where author_id = $1 and name = $2`,
    values,
  );
}

/** How many themes an author has; no other is added until the transaction ends. */
export async function countThemesForUpdate(tx: Queryable, authorId: string): Promise<number> {
  await tx.run('select from users where id = $1 for no key update', [authorId]);
  const Row = Type.Object({ themes: Type.Integer() });
  const sql = 'select count(*) as themes from theme_store where author_id = $1';
  return (await tx.one(Row, sql, [authorId])).themes;
}

/** Whether there was such a theme; `authorId`: only if it is theirs. */
export async function deleteTheme(
  db: Queryable,
  id: string,
  authorId: string | null,
): Promise<boolean> {
  const sql = 'delete from theme_store where id = $1 and ($2::uuid is null or author_id = $2)';
  return (await db.run(sql, [id, authorId])) > 0;
}

/** Whether there is such a theme. */
export async function insertThemeInstall(
  db: Queryable,
  userId: string,
  themeId: string,
  at: Date,
): Promise<void> {
  await db.run(
    `insert into installed_themes (user_id, theme_id, installed_at) values ($1, $2, $3)
     on conflict (user_id, theme_id) do nothing`,
    [userId, themeId, at],
  );
}

/** Takes the theme off, too, when it is on. */
export async function deleteThemeInstall(
  tx: Queryable,
  userId: string,
  themeId: string,
): Promise<void> {
  await tx.run('delete from installed_themes where user_id = $1 and theme_id = $2', [
    userId,
    themeId,
  ]);
  await tx.run(
    `update user_theme_prefs set active_theme_id = null
     where user_id = $1 and active_theme_id = $2`,
    [userId, themeId],
  );
}

const ActiveRow = Type.Object({
  id: nullable(Type.String()),
  name: nullable(Type.String()),
  display_name: nullable(Type.String()),
  icon: nullable(Type.String()),
  variables: nullable(VariablesColumn),
  custom_vars: VariablesColumn,
});
export type ActiveRow = Static<typeof ActiveRow>;

export function findActive(db: Queryable, userId: string): Promise<ActiveRow | null> {
  return db.find(
    ActiveRow,
    `select t.id, t.name, t.display_name, t.icon, t.variables, p.custom_vars
     from user_theme_prefs p left join theme_store t on t.id = p.active_theme_id
     where p.user_id = $1`,
    [userId],
  );
}

/** Undefined variables stay as they are. */
export async function saveActive(
  db: Queryable,
  userId: string,
  themeId: string | null,
  variables: Variables | undefined,
): Promise<void> {
  await db.run(
    `insert into user_theme_prefs as p (user_id, active_theme_id, custom_vars)
     values ($1, $2, coalesce($3, '{}')::jsonb)
     on conflict (user_id) do update set active_theme_id = excluded.active_theme_id,
       custom_vars = coalesce($3::jsonb, p.custom_vars)`,
    [userId, themeId, variables ? JSON.stringify(variables) : null],
  );
}
