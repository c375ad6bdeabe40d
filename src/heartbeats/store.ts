import { Type } from '@sinclair/typebox';
import type { Queryable } from '../db/database.ts';
import type { Heartbeat } from './heartbeat.ts';
import { heartbeatId } from './heartbeat-id.ts';

const MICROSECONDS = 1_000_000;
const MICROSECONDS_PER_MS = 1_000;

const Known = Type.Object({ known: Type.Array(Type.String()) });

export interface UserHeartbeat {
  userId: string;
  heartbeat: Heartbeat;
}

/** An ISO instant with all six digits of a second's fraction. */
function toInstant(time: number): string {
  const microseconds = Math.round(time * MICROSECONDS);
  const milliseconds = Math.floor(microseconds / MICROSECONDS_PER_MS);
  const rest = microseconds - milliseconds * MICROSECONDS_PER_MS;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

function toRow({ userId, heartbeat }: UserHeartbeat) {
  return {
    id: heartbeatId(userId, heartbeat),
    user_id: userId,
    project: heartbeat.project,
    file: heartbeat.file,
    language: heartbeat.language,
    branch: heartbeat.branch,
    commit: heartbeat.commit,
    workspace_root: heartbeat.workspaceRoot,
    package_path: heartbeat.packagePath,
    is_write: heartbeat.isWrite,
    editor: heartbeat.editor,
    os: heartbeat.os,
    machine: heartbeat.machine,
    recorded_at: toInstant(heartbeat.time),
    claimed_seconds: heartbeat.claimedSeconds,
    content_hash: String(heartbeat.contentHash),
    category: heartbeat.category,
    entity_type: heartbeat.entityType,
    extra: heartbeat.extra,
  };
}

/**
 * Saves heartbeats of any users in one statement, and their timelines with them. Returns the ids
 * (see `heartbeatId`) of those that were new; the others were there already and nothing changed.
 * Sending again is harmless, so a failed call may be repeated. One row that the database refuses
 * fails all.
 */
export async function insertHeartbeats(
  database: Queryable,
  heartbeats: readonly UserHeartbeat[],
): Promise<Set<string>> {
  if (heartbeats.length === 0) return new Set();
  const rows = heartbeats.map(toRow);
  const { known } = await database.one(Known, 'select ingest_heartbeats($1) as known', [
    JSON.stringify(rows),
  ]);
  const added = new Set(rows.map(({ id }) => id));
  for (const id of known) added.delete(id);
  return added;
}
