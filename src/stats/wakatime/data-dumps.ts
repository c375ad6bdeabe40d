import type { Static } from '@sinclair/typebox';
import { DAY_MS } from '../../base/time.ts';
import { invalidField } from '../../heartbeats/wakatime-day.ts';
import { idOfName } from '../../heartbeats/wakatime-user.ts';
import type { DataDump } from './shapes-lists.ts';

interface Context {
  userId: string;
  /** The address that the caller uses, without a final slash. */
  publicUrl: string;
  nowMs: number;
}

/**
 * The one dump that there is: our export, which is made while it is downloaded and so always
 * complete. It asks for the caller's key like everything else.
 */
export function toDataDump({ userId, publicUrl, nowMs }: Context): Static<typeof DataDump>['data'] {
  return {
    id: idOfName(userId, 'data dump heartbeats'),
    type: 'heartbeats',
    status: 'Completed',
    percent_complete: 100,
    download_url: `${publicUrl}/api/v1/export/json`,
    is_processing: false,
    is_stuck: false,
    has_failed: false,
    expires: new Date(nowMs + DAY_MS).toISOString(),
    created_at: new Date(nowMs).toISOString(),
  };
}

/** Throws `invalid` for a type of dump that we do not make. */
export function requireDumpType(body: unknown): void {
  const type: unknown =
    typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (type === 'heartbeats' || type === undefined) return;
  throw invalidField('type', 'Use heartbeats; daily totals are in summaries.');
}
