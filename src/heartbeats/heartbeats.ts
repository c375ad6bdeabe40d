import { Elysia } from 'elysia';
import type { Bus } from '../base/bus.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import { type Database, isTransient } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { type OnAccepted, openAccept } from './accept.ts';
import { openClients } from './clients.ts';
import { openIngest } from './ingest.ts';
import { openLanguages } from './language.ts';
import { lastKnownOf } from './placeholder-store.ts';
import { archiveRoutes } from './routes-archive.ts';
import { clearRoutes } from './routes-clear.ts';
import { clientRoutes } from './routes-clients.ts';
import { codetrackrRoutes } from './routes-codetrackr.ts';
import { externalDurationRoutes } from './routes-external-durations.ts';
import { wakatimeRoutes } from './routes-wakatime.ts';
import { wakatimeArchiveRoutes } from './routes-wakatime-archive.ts';
import { insertHeartbeats } from './store.ts';

export interface HeartbeatsDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  guard: Guard;
  /** Sets a user's zone unless one was chosen; ignores a zone that does not exist. */
  suggestTimezone: (userId: string, zone: string) => Promise<unknown>;
  /** Hears of new heartbeats, whichever way they came. */
  onAccepted?: OnAccepted;
}

/** Heartbeats in, in both wire formats, and everything out again. */
export function openHeartbeats(dependencies: HeartbeatsDependencies) {
  const { database, bus, clock, log, onAccepted } = dependencies;
  const insert = (rows: Parameters<typeof insertHeartbeats>[1]) => insertHeartbeats(database, rows);
  const ingest = openIngest({ insert, isTransient, bus, log });
  const clients = openClients({ database, clock, log });
  const languages = openLanguages();
  const accept = openAccept({ ingest, clock, languages, clients, onAccepted });
  const acceptImport = openAccept({ ingest, clock, languages, onAccepted });
  return {
    ingest,
    routes: new Elysia()
      .use(codetrackrRoutes({ ...dependencies, accept, acceptImport }))
      .use(
        wakatimeRoutes({
          ...dependencies,
          accept,
          lastKnownOf: (userId) => lastKnownOf(database, userId),
        }),
      )
      .use(wakatimeArchiveRoutes(dependencies))
      .use(externalDurationRoutes(dependencies))
      .use(archiveRoutes(dependencies))
      .use(clientRoutes({ ...dependencies, clients }))
      .use(clearRoutes({ ...dependencies, clients })),
    /** Refuses new heartbeats and writes those that wait. */
    async close() {
      await ingest.close();
      await clients.close();
    },
  };
}
