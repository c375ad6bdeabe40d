import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, HOUR_MS, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import {
  type ClientRow,
  listClients,
  listRejections,
  pruneClients,
  type Rejection,
  type RejectionRow,
  type Sighting,
  saveRejections,
  saveSightings,
} from './clients-store.ts';
import { firstName, isFields, type Problem } from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Editors times machines times versions of plugins; beyond, those unseen for longest go. */
export const MAX_CLIENTS_PER_USER = 100;
/** Different refusals kept, latest first. */
export const MAX_REJECTIONS_PER_USER = 50;
/** Notes of each kind that may wait; further clients are noted by their next heartbeat. */
export const MAX_WAITING = 5_000;
/** Notes gather this long and become one statement. */
const FLUSH_DELAY_MS = 5 * SECOND_MS;
/** How long the smallest delay stands for the clock before a larger one replaces it. */
export const SKEW_WINDOW_MS = HOUR_MS;
/** UTF-16 units of a reason and of a client's own words. */
const TEXT_LENGTH = 200;
/** Keeps names apart in a key; no name contains it. */
const SEPARATOR = '\x1f';

/**
 * Who sends, when last, and what was refused. Notes are kept in memory and written in batches, so
 * that a heartbeat costs one look-up in a map; a crash loses the notes of a few seconds, never a
 * heartbeat.
 *
 * Clock skew is server time minus the time of the newest heartbeat of a request, at arrival: the
 * clock's error plus however long the client waited before it sent, which is never less than
 * nothing. The smallest such delay of an hour is therefore the best estimate of the clock alone
 * (NTP picks its samples so): a queue sent after a day offline cannot raise it, and the next live
 * heartbeat corrects what it set. Negative: the client's clock is ahead. Heartbeats to which the
 * server gave the time say nothing, and imports are not noted at all.
 */
export interface Clients {
  /** Stored heartbeats of one request; `nowSeconds` is the time of its arrival. */
  note(userId: string, heartbeats: readonly Heartbeat[], nowSeconds: number): void;
  noteRejection(userId: string, item: unknown, problem: Problem): void;
  list(userId: string): Promise<{ clients: ClientRow[]; rejected: RejectionRow[] }>;
  /** Writes the notes that wait. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

interface ClientsDependencies {
  database: Database;
  clock: Clock;
  log: Log;
}

const cut = (text: string) => text.replaceAll('\0', '').slice(0, TEXT_LENGTH);

/** What an item that could not be read says of its sender. */
function describeSender(item: unknown): string {
  if (!isFields(item)) return '';
  return cut(firstName(item.plugin, item.user_agent) || firstName(item.editor, item.machine));
}

function toSighting(userId: string, heartbeat: Heartbeat, at: Date): Sighting {
  const plugin = heartbeat.extra?.plugin;
  return {
    userId,
    editor: heartbeat.editor ?? '',
    plugin: typeof plugin === 'string' ? cut(plugin) : '',
    machine: heartbeat.machine ?? '',
    os: heartbeat.os ?? '',
    at,
    heartbeats: 0,
    skewSeconds: null,
  };
}

function keyOf(userId: string, { editor, machine, os, extra }: Heartbeat): string {
  return [userId, editor, extra?.plugin, machine, os].join(SEPARATOR);
}

/** The delay of a request's newest heartbeat by client; the server's own times are no measure. */
function delaysOf(
  userId: string,
  heartbeats: readonly Heartbeat[],
  nowSeconds: number,
): Map<string, number> {
  const delays = new Map<string, number>();
  for (const heartbeat of heartbeats) {
    if (heartbeat.time === nowSeconds) continue;
    const key = keyOf(userId, heartbeat);
    const delay = Math.round(nowSeconds - heartbeat.time);
    delays.set(key, Math.min(delays.get(key) ?? delay, delay));
  }
  return delays;
}

export function openClients({ database, clock, log }: ClientsDependencies): Clients {
  let sightings = new Map<string, Sighting>();
  let rejections = new Map<string, Rejection>();
  let timer: Timer | undefined;
  let writing = Promise.resolve();

  async function write(seen: readonly Sighting[], refused: readonly Rejection[]): Promise<void> {
    if (seen.length === 0 && refused.length === 0) return;
    try {
      if (seen.length > 0) await saveSightings(database, seen, SKEW_WINDOW_MS / SECOND_MS);
      if (refused.length > 0) await saveRejections(database, refused);
      const users = [...new Set([...seen, ...refused].map(({ userId }) => userId))];
      await pruneClients(database, users, {
        clients: MAX_CLIENTS_PER_USER,
        rejections: MAX_REJECTIONS_PER_USER,
      });
    } catch (error) {
      log.warn('could not note which editors were seen', { error: messageOf(error) });
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const [seen, refused] = [[...sightings.values()], [...rejections.values()]];
    sightings = new Map();
    rejections = new Map();
    writing = writing.then(() => write(seen, refused));
    return writing;
  }

  function flushLater(): void {
    timer ??= setTimeout(flush, FLUSH_DELAY_MS).unref();
  }

  return {
    note(userId, heartbeats, nowSeconds) {
      if (heartbeats.length === 0) return;
      const at = new Date(clock());
      for (const heartbeat of heartbeats) {
        const key = keyOf(userId, heartbeat);
        let sighting = sightings.get(key);
        if (!sighting) {
          if (sightings.size >= MAX_WAITING) continue;
          sighting = toSighting(userId, heartbeat, at);
          sightings.set(key, sighting);
        }
        sighting.heartbeats += 1;
        sighting.at = at;
      }
      for (const [key, delay] of delaysOf(userId, heartbeats, nowSeconds)) {
        const sighting = sightings.get(key);
        if (sighting) sighting.skewSeconds = Math.min(sighting.skewSeconds ?? delay, delay);
      }
      flushLater();
    },

    noteRejection(userId, item, { field, error }) {
      const [client, reason] = [describeSender(item), cut(error)];
      const key = [userId, client, field, reason].join(SEPARATOR);
      const at = new Date(clock());
      const known = rejections.get(key);
      if (known) {
        known.count += 1;
        known.at = at;
      } else if (rejections.size < MAX_WAITING) {
        rejections.set(key, { userId, client, field: cut(field), reason, at, count: 1 });
      }
      flushLater();
    },

    async list(userId) {
      await flush();
      const [clients, rejected] = [
        await listClients(database, userId),
        await listRejections(database, userId),
      ];
      return { clients, rejected };
    },

    flush,
    close: flush,
  };
}
