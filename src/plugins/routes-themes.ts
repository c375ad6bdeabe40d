/** spec/codetrackr 1.7 */
import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable } from '../users/route-schemas.ts';
import type { ActiveRow, ThemeRow } from './theme-store.ts';
import type { Themes } from './themes.ts';

const Variables = t.Record(t.String(), t.String());
const Given = t.Record(t.String(), t.Unknown());
const Status = t.Object({ status: t.String() });
const maybeText = t.Optional(nullable(t.String()));

const Theme = t.Object({
  id: t.String(),
  author_username: t.String(),
  name: t.String(),
  display_name: t.String(),
  description: nullable(t.String()),
  version: t.String(),
  icon: t.String(),
  variables: Variables,
  /** Themes are values; style sheets of strangers are not taken. */
  custom_css: t.Null(),
  install_count: t.Integer(),
});

const toTheme = ({ author_id: _, ...theme }: ThemeRow) => ({ ...theme, custom_css: null });

const Active = t.Union([
  t.Object({
    active_theme_id: t.String(),
    theme_name: t.String(),
    theme_display_name: t.String(),
    theme_icon: t.String(),
    /** The theme's, and over them the person's own. */
    variables: Variables,
    custom_css: t.Null(),
    custom_vars: Variables,
  }),
  t.Object({ active_theme_id: t.Null(), variables: Variables, custom_vars: Variables }),
]);

function toActive(row: ActiveRow | null) {
  const custom_vars = row?.custom_vars ?? {};
  if (!row || row.id === null) {
    return { active_theme_id: null, variables: custom_vars, custom_vars };
  }
  return {
    active_theme_id: row.id,
    theme_name: row.name ?? '',
    theme_display_name: row.display_name ?? '',
    theme_icon: row.icon ?? '',
    variables: { ...row.variables, ...custom_vars },
    custom_css: null,
    custom_vars,
  };
}

export function themeRoutes({ guard, themes }: { guard: Guard; themes: Themes }) {
  const everybody = new Elysia().get(
    '/api/v1/themes',
    async () => ({ themes: (await themes.list()).map(toTheme) }),
    { response: t.Object({ themes: t.Array(Theme) }) },
  );

  const own = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/themes/publish',
      async ({ user, body }) => {
        await themes.publish(user.id, body);
        return { status: 'published' };
      },
      {
        body: t.Object({
          name: t.String(),
          display_name: t.String(),
          variables: Given,
          description: maybeText,
          version: maybeText,
          icon: maybeText,
        }),
        response: Status,
      },
    )
    .post(
      '/api/v1/themes/install/:id',
      async ({ user, params }) => {
        await themes.install(user.id, params.id);
        return { status: 'installed' };
      },
      { params: IdParameter, response: Status },
    )
    .delete(
      '/api/v1/themes/uninstall/:id',
      async ({ user, params }) => {
        await themes.uninstall(user.id, params.id);
        return { status: 'uninstalled' };
      },
      { params: IdParameter, response: Status },
    )
    .get(
      '/api/v1/themes/installed',
      async ({ user }) => ({ themes: (await themes.listInstalled(user.id)).map(toTheme) }),
      { response: t.Object({ themes: t.Array(Theme) }) },
    )
    .get('/api/v1/themes/active', async ({ user }) => toActive(await themes.findActive(user.id)), {
      response: Active,
    })
    .post(
      '/api/v1/themes/apply',
      async ({ user, body }) => {
        const variables = body.custom_vars ?? undefined;
        await themes.apply(user.id, { themeId: body.theme_id ?? null, variables });
        return { status: 'applied' };
      },
      {
        body: t.Object({
          theme_id: t.Optional(nullable(t.String({ format: 'uuid' }))),
          custom_vars: t.Optional(nullable(Given)),
        }),
        response: Status,
      },
    )
    .delete(
      '/api/v1/themes/my/:id',
      async ({ user, params }) => {
        if (await themes.remove(params.id, user.id)) return { status: 'deleted' };
        throw new AppError('forbidden', 'Not found or not your theme');
      },
      { params: IdParameter, response: Status },
    );

  const moderation = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireAdmin(request) }))
    .delete(
      '/api/v1/themes/admin/:id',
      async ({ params }) => {
        if (await themes.remove(params.id, null)) return { status: 'deleted' };
        throw new AppError('not_found', 'Theme not found');
      },
      { params: IdParameter, response: Status },
    );

  return new Elysia().use(everybody).use(own).use(moderation);
}
