/** The restricted role: made once for all databases of a server, and done without where it must be. */
import { expect, test } from 'bun:test';
import pg from 'pg';
import { openLocalBus } from '../../base/bus.ts';
import { type Log, openLog, silentLog } from '../../base/log.ts';
import { openDatabase } from '../../db/database.ts';
import { openServer } from '../../db/engine.ts';
import { migrate } from '../../db/migrate.ts';
import { openTestDatabase, sharedTestDatabase, testServerUrl } from '../../db/testing.ts';
import { openPluginSql } from './plugin-sql.ts';
import { prepareRole } from './role-store.ts';
import { addMarkedPerson, snapshotOf } from './testing.ts';
import { aim, boundByRows } from './testing-attacks.ts';

test('several instances make it at once, for several databases', async () => {
  const databases = [await sharedTestDatabase(), await openTestDatabase()];
  const both = [...databases, ...databases, ...databases];
  const states = await Promise.all(both.map((database) => prepareRole(database)));
  const [first] = states;
  expect(states).toEqual(both.map(() => first ?? { hasRole: true }));
  await databases[1]?.close();
});

/** Keeps the lines of a log. */
function listeningLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  return { lines, log: openLog({ level: 'warn', format: 'text', write, clock: Date.now }) };
}

async function withServer<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

/** A login that owns its database and may do nothing else. */
async function withPoorLogin(
  adminUrl: string,
  work: (url: string, admin: pg.Client) => Promise<void>,
): Promise<void> {
  const name = `hearthbeat_test_${Math.floor(Date.now() / 1_000)}_${crypto.randomUUID().slice(0, 8)}`;
  await withServer(adminUrl, async (admin) => {
    await admin.query(`create role "${name}" login password 'poor'`);
    await admin.query(`create database "${name}" owner "${name}" template template0`);
    const url = new URL(adminUrl);
    url.username = name;
    url.password = 'poor';
    url.pathname = `/${name}`;
    try {
      await work(url.href, admin);
    } finally {
      await admin.query(`drop database "${name}" with (force)`);
      await admin.query(`drop role "${name}"`);
    }
  });
}

test.if(testServerUrl !== undefined)(
  'a login that may not create roles is told what to run, and rows are safe all the same',
  () =>
    withPoorLogin(testServerUrl ?? '', async (url, admin) => {
      const database = openDatabase(openServer(url));
      await migrate(database);
      const { log, lines } = listeningLog();
      const sql = openPluginSql({ database, log, bus: openLocalBus() });
      const ann = await addMarkedPerson(database);
      const bob = await addMarkedPerson(database);
      const before = await snapshotOf(database, bob);
      for (const attack of boundByRows) {
        const person =
          (await snapshotOf(database, ann)) === '' ? await addMarkedPerson(database) : ann;
        const told = await sql.query(person.id, aim(attack, bob), []).then(
          (rows) => JSON.stringify(rows),
          (error: Error) => error.message,
        );
        expect(told).not.toContain(bob.marker);
      }
      expect(await snapshotOf(database, bob)).toBe(before);

      expect(lines).toHaveLength(1);
      const state = await prepareRole(database);
      if (state.hasRole) throw new Error('expected no role');
      expect(lines[0]).toContain('grant hearthbeat_plugin to');
      await sql.close();

      await admin.query(state.sql);
      expect(await prepareRole(database)).toEqual({ hasRole: true });
      const better = openPluginSql({ database, log: silentLog, bus: openLocalBus() });
      const other = await addMarkedPerson(database);
      expect(await better.query(other.id, 'SELECT count(*) AS n FROM heartbeats', [])).toEqual([
        { n: 5 },
      ]);
      await better.close();
      await admin.query(`revoke hearthbeat_plugin from "${new URL(url).username}"`);
      await database.close();
    }),
  60_000,
);
