import { expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { openLocalBus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { isTransient } from '../db/database.ts';
import { openTestDatabase } from '../db/testing.ts';
import { openIngest } from '../heartbeats/ingest.ts';
import { insertHeartbeats } from '../heartbeats/store.ts';
import { openUsers } from '../users/users.ts';
import { openDemo } from './demo.ts';
import { OTHER_PEOPLE } from './people.ts';

const LIMIT_MS = 120_000;
const PASSWORD = 'correct horse';

test(
  'a demo fills an empty instance exactly, goes on by itself, and refuses one with accounts',
  async () => {
    const database = await openTestDatabase();
    const log = silentLog;
    const bus = openLocalBus(log);
    const clock = Date.now;
    const users = openUsers({
      ...{ database, bus, clock, log },
      addressOf: () => 'local',
      baseUrl: null,
      signUp: 'closed',
      onTimelineSettingsChanged: () => {},
    });
    const ingest = openIngest({
      insert: (rows) => insertHeartbeats(database, rows),
      isTransient,
      bus,
      log,
    });
    const deps = {
      ...{ database, ingest, clock, log },
      accounts: users.accounts,
      createPassword: () => PASSWORD,
      dripMs: 50,
    };
    const moved = Promise.withResolvers<{ userId: string }>();
    bus.subscribe('timeline', moved.resolve);
    const demo = await openDemo(deps);
    expect(demo).toMatchObject({ username: 'demo', password: PASSWORD });
    const shown = await users.accounts.getByName('demo');
    expect((await moved.promise).userId).toBe(shown.id);
    demo.close();
    await expect(openDemo(deps)).rejects.toThrow(AppError);

    const people = await users.accounts.list();
    expect(people).toHaveLength(1 + OTHER_PEOPLE.length);
    expect(people.filter(({ is_admin }) => is_admin).map(({ username }) => username)).toEqual([
      'demo',
    ]);
    const Problem = Type.Object({ kind: Type.String() });
    expect(await database.list(Problem, 'select kind from audit_timeline()')).toEqual([]);
    await ingest.close();
    await users.close();
    await database.close();
  },
  LIMIT_MS,
);
