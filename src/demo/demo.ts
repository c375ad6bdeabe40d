/** An instance that looks lived in: people, a year of their work, and work that goes on. */
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type Clock, SECOND_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import { type Ingest, ROWS_PER_FLUSH } from '../heartbeats/ingest.ts';
import { insertHeartbeats, type UserHeartbeat } from '../heartbeats/store.ts';
import type { Accounts } from '../users/accounts.ts';
import { type DemoPerson, OTHER_PEOPLE, SHOWN_PERSON } from './people.ts';
import { openRandom } from './random.ts';
import { listDemoWork, openLiveWork } from './work.ts';

/** What a demo is made from; another seed is another life. */
export const DEMO_SEED = 20_260_101;
/** How often the shown person sends a heartbeat while the server runs. */
export const DRIP_MS = 20 * SECOND_MS;

interface Deps {
  database: Database;
  accounts: Accounts;
  ingest: Ingest;
  clock: Clock;
  log: Log;
  /** Makes passwords of at least eight characters. */
  createPassword: () => string;
  dripMs?: number;
}

export interface Demo {
  /** The administrator whose password is told; the others' passwords nobody knows. */
  username: string;
  password: string;
  /** Ends the slow drip. */
  close(): void;
}

async function addPerson(
  { accounts }: Deps,
  person: DemoPerson,
  account: { password: string; isAdmin?: boolean },
): Promise<string> {
  const { id } = await accounts.add({ username: person.username, ...account });
  await accounts.update(id, {
    display_name: person.displayName,
    bio: person.bio,
    timezone: person.timezone,
    is_public: true,
  });
  return id;
}

async function addWork(database: Database, rows: readonly UserHeartbeat[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_FLUSH) {
    await insertHeartbeats(database, rows.slice(start, start + ROWS_PER_FLUSH));
  }
}

/** Sends a heartbeat now and then. A failed one is lost, as in an editor without a queue. */
function openDrip({ ingest, clock, log, dripMs = DRIP_MS }: Deps, userId: string): () => void {
  const next = openLiveWork(SHOWN_PERSON, openRandom(DEMO_SEED));
  const timer = setInterval(() => {
    ingest.add(userId, [next(clock() / SECOND_MS)]).catch((error) => {
      log.warn('a heartbeat of the demo was not written', { error });
    });
  }, dripMs);
  return () => clearInterval(timer);
}

/**
 * Fills an empty instance through the way that all heartbeats go, then keeps it moving. Throws
 * `conflict` when there are accounts: a demo never mixes with somebody's own data.
 */
export async function openDemo(deps: Deps): Promise<Demo> {
  const { database, accounts, clock, log, createPassword } = deps;
  if ((await accounts.list()).length > 0) {
    throw new AppError('conflict', 'A demo needs an instance without accounts.');
  }
  const startedAt = performance.now();
  const password = createPassword();
  const nowSeconds = Math.floor(clock() / SECOND_MS);
  const shownId = await addPerson(deps, SHOWN_PERSON, { password, isAdmin: true });
  const people = [{ person: SHOWN_PERSON, id: shownId }];
  for (const person of OTHER_PEOPLE) {
    people.push({ person, id: await addPerson(deps, person, { password: createPassword() }) });
  }
  let count = 0;
  for (const [index, { person, id }] of people.entries()) {
    const work = listDemoWork(person, nowSeconds, openRandom(DEMO_SEED + index));
    await addWork(
      database,
      work.map((heartbeat) => ({ userId: id, heartbeat })),
    );
    count += work.length;
  }
  const milliseconds = Math.round(performance.now() - startedAt);
  log.info('the demo is filled', { heartbeats: count, milliseconds });
  return { username: SHOWN_PERSON.username, password, close: openDrip(deps, shownId) };
}
