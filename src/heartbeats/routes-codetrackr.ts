import { Elysia, t } from 'elysia';
import { SECOND_MS } from '../base/time.ts';
import type { Guard } from '../users/guard.ts';
import type { Accept, Parse } from './accept.ts';
import { parseImported } from './archive.ts';
import { readItems } from './import-items.ts';
import type { Verdict } from './ingest.ts';
import { parseCodetrackr } from './parse-codetrackr.ts';
import { listItems, readJson } from './request-body.ts';

/** Most refused items that an answer names; `rejected_count` counts them all. */
export const LISTED_REJECTIONS = 10_000;

const Recorded = t.Object({ status: t.Literal('ok'), recorded_at: t.String() });

const Report = t.Object({
  status: t.Literal('ok'),
  inserted: t.Integer(),
  duplicates: t.Integer(),
  rejected: t.Array(t.Object({ index: t.Integer(), error: t.String() })),
  rejected_count: t.Integer(),
});

/** These two claim nothing without `duration`: the gap rule decides. */
const parseLive: Parse = (value, context) =>
  parseCodetrackr(value, { ...context, defaultClaimSeconds: null });

interface CodetrackrRoutes {
  guard: Guard;
  accept: Accept;
  /** The same without notes about clients: what is imported was sent long ago. */
  acceptImport: Accept;
}

/**
 * CodeTrackr's ingest (spec/codetrackr 1.1 with section 9): `inserted` counts new rows, duplicates
 * are ignored, and what is refused is told item by item. Bodies are read whatever their type says.
 */
export function codetrackrRoutes({ guard, accept, acceptImport }: CodetrackrRoutes) {
  async function storeAll(verdicts: AsyncIterable<Verdict[]>) {
    const report: typeof Report.static = {
      status: 'ok',
      inserted: 0,
      duplicates: 0,
      rejected: [],
      rejected_count: 0,
    };
    let index = 0;
    for await (const step of verdicts) {
      for (const verdict of step) {
        if ('rejected' in verdict) {
          report.rejected_count += 1;
          if (report.rejected.length < LISTED_REJECTIONS) {
            report.rejected.push({ index, error: verdict.rejected });
          }
        } else if (verdict.isNew) report.inserted += 1;
        else report.duplicates += 1;
        index += 1;
      }
    }
    return report;
  }

  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/heartbeat',
      async ({ request, user }) => {
        const { heartbeat } = await accept.one(user.id, await readJson(request), parseLive);
        const recordedAt = new Date(heartbeat.time * SECOND_MS).toISOString();
        return { status: 'ok' as const, recorded_at: recordedAt };
      },
      { parse: 'none', response: Recorded },
    )
    .post(
      '/api/v1/heartbeats',
      async ({ request, user }) =>
        storeAll(accept.all(user.id, listItems(await readJson(request)), parseLive)),
      { parse: 'none', response: Report },
    )
    .post(
      '/api/v1/import',
      ({ request, user }) => storeAll(acceptImport.all(user.id, readItems(request), parseImported)),
      { parse: 'none', response: Report },
    );
}
