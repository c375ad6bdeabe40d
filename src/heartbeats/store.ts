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
  /** Its `heartbeatId`, for callers who need it too: it costs a digest. */
  id?: string;
}

interface Row extends Required<UserHeartbeat> {
  /** Since 1970, the precision of the column. */
  microseconds: number;
}

type Scalar = string | number | bigint | boolean | null;

/** Postgres' text form of an array. The driver's own is several times slower, and a batch has 20. */
function toArray(values: readonly Scalar[]): string {
  const elements = values.map((value) => {
    if (value === null) return 'NULL';
    if (typeof value !== 'string') return String(value);
    return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`;
  });
  return `{${elements.join(',')}}`;
}

/** An ISO instant with all six digits of a second's fraction. */
function toInstant(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / MICROSECONDS_PER_MS);
  const rest = microseconds - milliseconds * MICROSECONDS_PER_MS;
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

/** User by user in the order of their chains, as `ingest_heartbeats` wants them. */
function inChainOrder(a: Row, b: Row): number {
  if (a.userId !== b.userId) return a.userId < b.userId ? -1 : 1;
  if (a.microseconds !== b.microseconds) return a.microseconds - b.microseconds;
  const [left, right] = [a.heartbeat.contentHash, b.heartbeat.contentHash];
  return left < right ? -1 : Number(left > right);
}

function toRows(heartbeats: readonly UserHeartbeat[]): Row[] {
  const rows = heartbeats.map(({ userId, heartbeat, id }) => ({
    userId,
    heartbeat,
    id: id ?? heartbeatId(userId, heartbeat),
    microseconds: Math.round(heartbeat.time * MICROSECONDS),
  }));
  rows.sort(inChainOrder);
  return rows.filter((row, position) => {
    const before = rows[position - 1];
    return before === undefined || inChainOrder(before, row) !== 0;
  });
}

const second = ({ microseconds }: Row) => Math.floor(microseconds / MICROSECONDS);

/** Whole seconds until the same user's next row of the batch. */
function toGaps(rows: readonly Row[]): (number | null)[] {
  return rows.map((row, position) => {
    const next = rows[position + 1];
    return next?.userId === row.userId ? second(next) - second(row) : null;
  });
}

function toParameters(rows: readonly Row[]): string[] {
  const users = [...new Set(rows.map(({ userId }) => userId))];
  const places = new Map(users.map((userId, position) => [userId, position + 1]));
  const field = (read: (heartbeat: Heartbeat) => Scalar) =>
    rows.map(({ heartbeat }) => read(heartbeat));
  const columns: Scalar[][] = [
    users,
    rows.map(({ userId }) => places.get(userId) ?? null),
    rows.map(({ id }) => id),
    rows.map(({ microseconds }) => toInstant(microseconds)),
    field(({ contentHash }) => contentHash),
    toGaps(rows),
    field(({ claimedSeconds }) => claimedSeconds),
    field(({ project }) => project),
    field(({ file }) => file),
    field(({ entityType }) => entityType),
    field(({ language }) => language),
    field(({ branch }) => branch),
    field(({ commit }) => commit),
    field(({ workspaceRoot }) => workspaceRoot),
    field(({ packagePath }) => packagePath),
    field(({ isWrite }) => isWrite),
    field(({ editor }) => editor),
    field(({ os }) => os),
    field(({ machine }) => machine),
    field(({ category }) => category),
    field(({ extra }) => (extra === null ? null : JSON.stringify(extra))),
  ];
  return columns.map(toArray);
}

const PARAMETERS = 21;
const INGEST = `select ingest_heartbeats(${Array.from(
  { length: PARAMETERS },
  (_, position) => `$${position + 1}`,
).join(', ')}) as known`;

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
  const rows = toRows(heartbeats);
  const { known } = await database.one(Known, INGEST, toParameters(rows));
  const added = new Set(rows.map(({ id }) => id));
  for (const id of known) added.delete(id);
  return added;
}
