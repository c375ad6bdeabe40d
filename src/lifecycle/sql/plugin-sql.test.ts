/** What the documentation shows, unchanged, and what a plugin may do with its user's rows. */
import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { enter } from './statement-store.ts';
import { openPluginWorld } from './testing.ts';

const LIMIT_MS = 5_000;

test('the documented count and sum, with the leading newline of a template', async () => {
  const { query, ann } = await openPluginWorld();
  const rows = await query(
    `
      SELECT COUNT(*) as n, SUM(duration_seconds) as total_secs
       FROM heartbeats
       WHERE user_id = $1 AND project = $2`,
    [ann.id, ann.marker],
  );
  expect(rows).toEqual([{ n: 5, total_secs: 300 }]);
});

test('the documented sessions, last day and plain count', async () => {
  const { query, ann } = await openPluginWorld();
  expect(
    await query(
      `SELECT COUNT(*) as sessions, SUM(duration_seconds) as total_secs
      FROM heartbeats WHERE user_id = $1`,
      [ann.id],
    ),
  ).toEqual([{ sessions: 5, total_secs: 300 }]);
  expect(
    await query(
      `SELECT 1 FROM heartbeats
       WHERE user_id = $1
         AND recorded_at >= NOW() - INTERVAL '1 day'
       LIMIT 1`,
      [ann.id],
    ),
  ).toEqual([{ '?column?': 1 }]);
  expect(await query('SELECT COUNT(*) as n FROM heartbeats WHERE user_id = $1', [ann.id])).toEqual([
    { n: 5 },
  ]);
});

test('the documented settings: inserted once, merged, read as an object', async () => {
  const { query, ann } = await openPluginWorld();
  const insert = `INSERT INTO plugin_settings (user_id, plugin, settings)
     VALUES ($1, $2, $3)
     ON CONFLICT (user_id, plugin) DO NOTHING`;
  const defaults = JSON.stringify({ notify: true, threshold: 3600 });
  expect(await query(insert, [ann.id, 'my-plugin', defaults])).toEqual([]);
  expect(await query(insert, [ann.id, 'my-plugin', '{}'])).toEqual([]);
  await query(
    `UPDATE plugin_settings SET settings = settings || $1
       WHERE user_id = $2 AND plugin = $3`,
    [JSON.stringify({ threshold: 7200 }), ann.id, 'my-plugin'],
  );
  expect(
    await query('SELECT settings FROM plugin_settings WHERE user_id = $1 AND plugin = $2', [
      ann.id,
      'my-plugin',
    ]),
  ).toEqual([{ settings: { notify: true, threshold: 7200 } }]);
});

test('the documented delete-account takes the whole account, and the guard hears of it', async () => {
  const { query, ann, bob, database, told } = await openPluginWorld();
  await query('DELETE FROM users WHERE id = $1', [ann.id]);
  expect(told).toContain('credentials');
  const { left } = await database.one(
    Type.Object({ left: Type.Array(Type.Integer()) }),
    `select array[
       (select count(*) from users where id = $1), (select count(*) from api_keys where user_id = $1),
       (select count(*) from heartbeats where user_id = $1), (select count(*) from rollup_day where user_id = $1),
       (select count(*) from users where id = $2)
     ]::int[] as left`,
    [ann.id, bob.id],
  );
  expect(left).toEqual([0, 0, 0, 0, 1]);
});

test('the latest heartbeats are found at the end of the timeline, without sorting it', async () => {
  const { ann, database } = await openPluginWorld();
  const plan = await database.transaction(async (tx) => {
    await tx.run('set local enable_sort = off'); // a plan without it is possible, or it sorts all the same
    await enter(tx, { userId: ann.id, hasRole: false, limitMs: LIMIT_MS }, false);
    const { rows } = await tx.runText(
      'explain select project from heartbeats where user_id = $1 order by recorded_at desc limit 10',
      [ann.id],
      { limitMs: LIMIT_MS },
    );
    return rows.map(([line]) => line).join('\n');
  });
  expect(plan).toContain('Index Scan Backward using heartbeats_timeline');
  expect(plan).not.toContain('Sort');
});
