/** Ratings, reviews, screenshots and reports (spec/codetrackr 1.5). */
import { Elysia, t } from 'elysia';
import type { Guard } from '../users/guard.ts';
import { IdParameter, nullable } from '../users/route-schemas.ts';
import type { Opinions } from './opinions.ts';

const Status = t.Object({ status: t.String() });
const maybeText = t.Optional(nullable(t.String()));

export function opinionRoutes({ guard, opinions }: { guard: Guard; opinions: Opinions }) {
  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/store/plugin/:id/rate',
      async ({ user, params, body }) => {
        await opinions.rate(user.id, params.id, body.rating);
        return { status: 'rated' };
      },
      { params: IdParameter, body: t.Object({ rating: t.Unknown() }), response: Status },
    )
    .post(
      '/api/v1/store/plugin/:id/review',
      async ({ user, params, body }) => {
        const { rating } = body;
        await opinions.review(user.id, params.id, { body: body.body ?? '', rating });
        return { status: 'reviewed' };
      },
      {
        params: IdParameter,
        body: t.Object({ body: maybeText, rating: t.Optional(t.Unknown()) }),
        response: Status,
      },
    )
    .post(
      '/api/v1/store/plugin/:id/screenshot',
      async ({ user, params, body }) => {
        await opinions.addScreenshot(user.id, params.id, body);
        return { status: 'added' };
      },
      {
        params: IdParameter,
        body: t.Object({ url: t.String(), caption: maybeText }),
        response: Status,
      },
    )
    .delete(
      '/api/v1/store/screenshot/:id',
      async ({ user, params }) => {
        await opinions.removeScreenshot(user, params.id);
        return { status: 'deleted' };
      },
      { params: IdParameter, response: Status },
    )
    .post(
      '/api/v1/store/report/:id',
      async ({ user, params, body }) => {
        await opinions.report(user.id, params.id, body);
        return { status: 'reported' };
      },
      {
        params: IdParameter,
        body: t.Object({ reason: t.String(), description: maybeText }),
        response: Status,
      },
    );
}
