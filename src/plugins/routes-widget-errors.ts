/** A dashboard tells of its widgets' errors, and their authors read them. */
import { Elysia, t } from 'elysia';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable, text } from '../users/route-schemas.ts';
import type { WidgetErrors } from './widget-errors.ts';

/** What the page hears of a widget at most (web/widgets/messages). */
const MAX_MESSAGE_CHARACTERS = 4_000;
const MAX_LINE = 1_000_000;

const WidgetError = t.Object({
  message: t.String(),
  line: nullable(t.Integer()),
  version: t.String(),
  count: t.Integer(),
  first_seen: t.String(),
  last_seen: t.String(),
});

interface WidgetErrorRoutesDependencies {
  guard: Guard;
  widgetErrors: WidgetErrors;
}

export function widgetErrorRoutes({ guard, widgetErrors }: WidgetErrorRoutesDependencies) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/plugins/:name/errors',
      async ({ user, params, body }) => {
        await widgetErrors.add(user.id, params.name, { line: null, ...body });
        return { ok: true };
      },
      {
        params: t.Object({ name: text(100) }),
        body: t.Object({
          message: t.Intersect([text(MAX_MESSAGE_CHARACTERS), t.String({ minLength: 1 })]),
          line: t.Optional(nullable(t.Integer({ minimum: 1, maximum: MAX_LINE }))),
        }),
        response: t.Object({ ok: t.Boolean() }),
      },
    )
    .get(
      '/api/v1/store/my/:id/errors',
      async ({ user, params }) => {
        const errors = await widgetErrors.list(user.id, params.id);
        return {
          errors: errors.map((row) => ({
            message: row.message,
            line: row.line || null,
            version: row.version,
            count: row.occurrences,
            first_seen: row.first_seen_at.toISOString(),
            last_seen: row.last_seen_at.toISOString(),
          })),
        };
      },
      { params: IdParameter, response: t.Object({ errors: t.Array(WidgetError) }) },
    );
}
