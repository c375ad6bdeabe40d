import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { EXPORT_FORMATS, type ExportFormat, exportText } from './archive.ts';
import { findLatest } from './archive-store.ts';
import { parseInstant } from './fields.ts';

const Bound = t.Optional(t.String());
const ExportQuery = t.Object({ start: Bound, end: Bound });

const Text = t.Union([t.String(), t.Null()]);
const Latest = t.Object({
  heartbeat: t.Union([
    t.Object({
      time: t.String(),
      project: t.String(),
      language: Text,
      editor: Text,
      machine: Text,
      plugin: Text,
    }),
    t.Null(),
  ]),
});

/** A bound of an export as ISO with Z; null when there is none. Throws `invalid`. */
function parseBound(name: string, text: string | undefined): string | null {
  if (!text) return null;
  // An offset's plus that was not escaped arrives as a space.
  const seconds = parseInstant(text) ?? parseInstant(text.replace(' ', '+'));
  if (seconds !== null) return new Date(seconds * SECOND_MS).toISOString();
  const sentence = `${name} must be an ISO 8601 instant such as 2026-01-31T00:00:00Z.`;
  throw new AppError('invalid', sentence, { fields: { [name]: sentence } });
}

/** Sends text as it is made; when the reader leaves, making it ends. */
function toStream(chunks: AsyncGenerator<string, void, undefined>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return();
    },
  });
}

interface ArchiveRoutes {
  guard: Guard;
  database: Database;
  clock: Clock;
}

/** Everything out again, and what was last seen. */
export function archiveRoutes({ guard, database, clock }: ArchiveRoutes) {
  function respond(userId: string, format: ExportFormat, query: typeof ExportQuery.static) {
    const range = { start: parseBound('start', query.start), end: parseBound('end', query.end) };
    const exportedAt = new Date(clock()).toISOString();
    const text = exportText(database, userId, format, range, exportedAt);
    return new Response(toStream(text), {
      headers: {
        'Content-Type': EXPORT_FORMATS[format],
        'Content-Disposition': `attachment; filename="hearthbeat_export.${format}"`,
        'Cache-Control': 'no-store',
      },
    });
  }

  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get('/api/v1/export/json', ({ user, query }) => respond(user.id, 'json', query), {
      query: ExportQuery,
    })
    .get('/api/v1/export/ndjson', ({ user, query }) => respond(user.id, 'ndjson', query), {
      query: ExportQuery,
    })
    .get('/api/v1/export/csv', ({ user, query }) => respond(user.id, 'csv', query), {
      query: ExportQuery,
    })
    .get(
      '/api/v1/heartbeats/latest',
      async ({ user }) => ({ heartbeat: await findLatest(database, user.id) }),
      { response: Latest },
    );
}
