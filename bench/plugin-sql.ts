/** What a plugin's query costs beyond the same query without gate, views and role. */
import { Type } from '@sinclair/typebox';
import { openLocalBus } from '../src/base/bus.ts';
import { silentLog } from '../src/base/log.ts';
import type { Database } from '../src/db/database.ts';
import { openPluginSql } from '../src/lifecycle/sql/plugin-sql.ts';
import { median } from './numbers.ts';
import type { Kind } from './places.ts';
import { addHistory, addPeople, settle } from './store.ts';
import { type Line, milliseconds } from './table.ts';

const HEARTBEATS = 10_000;
const DAYS = 90;
/** The two take turns, statement by statement, because the machine is noisy. */
const TURNS = 300;
const WARM_UP_TURNS = 30;

const AnyRow = Type.Record(Type.String(), Type.Unknown());

const STATEMENTS: Record<string, string> = {
  'the latest ten heartbeats': `SELECT project, language, duration_seconds FROM heartbeats
    WHERE user_id = $1 ORDER BY recorded_at DESC LIMIT 10`,
  'a sum over the last week': `SELECT COUNT(*) as n, SUM(duration_seconds) as total_secs FROM heartbeats
    WHERE user_id = $1 AND recorded_at >= NOW() - INTERVAL '7 days'`,
};

async function timed(work: () => Promise<readonly unknown[]>): Promise<number> {
  const startedAt = performance.now();
  const rows = await work();
  if (rows.length === 0) throw new Error('a statement returned nothing');
  return performance.now() - startedAt;
}

async function measureStatements(section: string, database: Database): Promise<Line[]> {
  const [person] = await addPeople(database, 1);
  if (!person) throw new Error('nobody is there');
  await addHistory(database, person.id, [{ from: DAYS, to: 0, heartbeats: HEARTBEATS }]);
  await settle(database);
  const plugins = openPluginSql({ database, log: silentLog, bus: openLocalBus() });
  const lines: Line[] = [];
  for (const [what, sql] of Object.entries(STATEMENTS)) {
    const through: number[] = [];
    const plain: number[] = [];
    for (let turn = 0; turn < TURNS + WARM_UP_TURNS; turn += 1) {
      const pluginMs = await timed(() => plugins.query(person.id, sql, [person.id]));
      const plainMs = await timed(() => database.list(AnyRow, sql, [person.id]));
      if (turn < WARM_UP_TURNS) continue;
      through.push(pluginMs);
      plain.push(plainMs);
    }
    lines.push({
      section,
      what: `plugin query, ${what}, p50 : the plain query`,
      value: milliseconds(median(through)),
      baseline: milliseconds(median(plain)),
      ratio: median(through) / median(plain),
    });
  }
  await plugins.close();
  return lines;
}

export const measurePluginSql = (kind: Kind): Promise<Line[]> =>
  kind.inPlace((place) =>
    place.use((database) => measureStatements(`plugin sql (${kind.name})`, database)),
  );
