import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { silentLog } from '../base/log.ts';
import type { Database } from './database.ts';
import {
  type Due,
  MAX_ATTEMPTS,
  type Next,
  openSchedule,
  type Schedule,
  type Work,
} from './schedule.ts';
import { openTestDatabase } from './testing.ts';

let database: Database;
let userId: string;
const open: Schedule[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
  userId = crypto.randomUUID();
  await database.run('insert into users (id, username) values ($1, $2)', [userId, userId]);
});
afterAll(async () => {
  await Promise.all(open.map((schedule) => schedule.close()));
  await database.close();
});

function start(
  work: Record<string, Work>,
  given: { database?: Database; leaseMs?: number } = {},
): Schedule {
  const schedule = openSchedule({ database, log: silentLog, work, ...given });
  open.push(schedule);
  return schedule;
}

/** Every test has kinds of its own, so that they do not see each other's rows. */
const newKind = () => crypto.randomUUID().slice(0, 16);

async function add(kind: string, due = 'now()'): Promise<string> {
  const subjectId = crypto.randomUUID();
  await database.run(
    `insert into schedule (kind, user_id, subject_id, due_at) values ($1, $2, $3, ${due})`,
    [kind, userId, subjectId],
  );
  return subjectId;
}

const Row = Type.Object({
  due_in: Type.Union([Type.Number(), Type.Null()]),
  attempts: Type.Integer(),
  is_parked: Type.Boolean(),
});
const find = (subjectId: string) =>
  database.find(
    Row,
    `select case when due_at < 'infinity' then extract(epoch from due_at - now()) end as due_in,
       attempts, parked_at is not null as is_parked
     from schedule where subject_id = $1`,
    [subjectId],
  );

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('did not happen in time');
    await Bun.sleep(20);
  }
}

describe('what is due', () => {
  test('runs once and is gone, when that is what comes next', async () => {
    const kind = newKind();
    const seen: Due[] = [];
    const subjectId = await add(kind);
    const run: Work['run'] = async (due) => {
      seen.push(due);
      return { kind: 'remove' };
    };
    start({ [kind]: { run, giveUp: { kind: 'remove' } } });
    await until(async () => (await find(subjectId)) === null);
    expect(seen).toMatchObject([{ userId, subjectId, attempt: 1 }]);
  });

  test('keeps its beat, and skips what it missed while nobody ran', async () => {
    const kind = newKind();
    const subjectId = await add(kind, `now() - interval '190 s'`);
    let runs = 0;
    const run: Work['run'] = async () => {
      runs += 1;
      return { kind: 'every', seconds: 60 };
    };
    start({ [kind]: { run, giveUp: { kind: 'remove' } } });
    await until(async () => ((await find(subjectId))?.due_in ?? -1) > 0);
    const row = await find(subjectId);
    expect(row?.attempts).toBe(0);
    expect(row?.due_in).toBeGreaterThan(40);
    expect(row?.due_in).toBeLessThanOrEqual(50);
    expect(runs).toBe(1);
  });

  test('sleeps until it is woken, and comes again after a while', async () => {
    const kind = newKind();
    const subjectId = await add(kind);
    const nexts = [{ kind: 'park' }, { kind: 'after', seconds: 100 }] as const;
    let runs = 0;
    const run: Work['run'] = async () => nexts[runs++] ?? { kind: 'remove' };
    const schedule = start({ [kind]: { run, giveUp: { kind: 'remove' } } });
    await until(async () => (await find(subjectId))?.is_parked === true);
    expect((await find(subjectId))?.due_in).toBeNull();
    await database.run('update schedule set due_at = now() where subject_id = $1', [subjectId]);
    schedule.wake();
    await until(async () => ((await find(subjectId))?.due_in ?? 0) > 0);
    expect(await find(subjectId)).toMatchObject({ is_parked: false });
    expect((await find(subjectId))?.due_in).toBeCloseTo(100, -1);
  });

  test('what nobody here works on is left alone', async () => {
    const subjectId = await add(newKind());
    const kind = newKind();
    const mine = await add(kind);
    start({ [kind]: { run: async () => ({ kind: 'remove' }), giveUp: { kind: 'remove' } } });
    await until(async () => (await find(mine)) === null);
    expect((await find(subjectId))?.attempts).toBe(0);
  });

  test('a failure on our side is tried again later, and at last given up for this time', async () => {
    const kind = newKind();
    const subjectId = await add(kind);
    let runs = 0;
    const run: Work['run'] = async () => {
      runs += 1;
      throw new Error('the database went away');
    };
    const schedule = start({ [kind]: { run, giveUp: { kind: 'after', seconds: 500 } } });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      await until(async () => runs === attempt && (await isFree(subjectId)));
      expect(await find(subjectId)).toMatchObject({ attempts: attempt });
      await database.run(`update schedule set lease_until = '-infinity' where subject_id = $1`, [
        subjectId,
      ]);
      schedule.wake();
    }
    await until(async () => ((await find(subjectId))?.due_in ?? 0) > 400);
    expect(runs).toBe(MAX_ATTEMPTS);
  });
});

const Free = Type.Object({ is_free: Type.Boolean() });
async function isFree(subjectId: string): Promise<boolean> {
  const row = await database.find(
    Free,
    'select lease_token is null as is_free from schedule where subject_id = $1',
    [subjectId],
  );
  return row?.is_free ?? false;
}

describe('several instances', () => {
  test('never do the same thing, and leave nothing out', async () => {
    const kind = newKind();
    const subjects = await Promise.all(Array.from({ length: 120 }, () => add(kind)));
    const done: string[] = [];
    const run: Work['run'] = async ({ subjectId }) => {
      await Bun.sleep(5);
      done.push(subjectId);
      return { kind: 'every', seconds: 600 };
    };
    const work = { [kind]: { run, giveUp: { kind: 'remove' } as const } };
    start(work);
    start(work);
    start(work);
    await until(() => done.length >= subjects.length);
    await Bun.sleep(300);
    expect(done.toSorted()).toEqual(subjects.toSorted());
  });

  const endings: Next[] = [{ kind: 'remove' }, { kind: 'after', seconds: 5 }, { kind: 'park' }];
  test.each(endings)(
    'one goes on with what another had claimed when it died, whose end changes nothing: %p',
    async (ending) => {
      const kind = newKind();
      const subjectId = await add(kind, `now() - interval '1 s'`);
      let isDead = false;
      /** What a process that was cut off still gets from its database: nothing. */
      const cutOff = () => Promise.reject(new Error('Connection terminated'));
      const dying: Database = {
        ...database,
        list: (...given) => (isDead ? cutOff() : database.list(...given)),
        find: (...given) => (isDead ? cutOff() : database.find(...given)),
        run: (...given) => (isDead ? cutOff() : database.run(...given)),
      };
      const attempts: string[] = [];
      const finished = Promise.withResolvers<void>();
      const first = openSchedule({
        database: dying,
        log: silentLog,
        leaseMs: 600,
        work: {
          [kind]: {
            giveUp: { kind: 'remove' },
            async run({ attempt }) {
              attempts.push(`first ${attempt}`);
              isDead = true;
              await finished.promise;
              return ending;
            },
          },
        },
      });
      await until(() => attempts.length === 1);
      const dues: Due[] = [];
      start(
        {
          [kind]: {
            giveUp: { kind: 'remove' },
            async run(due) {
              dues.push(due);
              return { kind: 'every', seconds: 600 };
            },
          },
        },
        { leaseMs: 600 },
      ).wake();
      expect(dues).toEqual([]); // the claim stands
      await Bun.sleep(700);
      open.at(-1)?.wake();
      await until(async () => ((await find(subjectId))?.due_in ?? 0) > 0);
      expect(dues).toMatchObject([{ subjectId, attempt: 2 }]);

      isDead = false; // it was only paused
      finished.resolve();
      await first.close();
      const row = await find(subjectId);
      expect(row).toMatchObject({ attempts: 0, is_parked: false }); // neither removed nor run again
      expect(row?.due_in).toBeGreaterThan(500);
    },
  );

  test('work that takes longer than a lease stays with who does it', async () => {
    const kind = newKind();
    const subjectId = await add(kind);
    let runs = 0;
    const run: Work['run'] = async () => {
      runs += 1;
      await Bun.sleep(1_200);
      return { kind: 'remove' };
    };
    const work = { [kind]: { run, giveUp: { kind: 'remove' } as const } };
    start(work, { leaseMs: 300 });
    const other = start(work, { leaseMs: 300 });
    for (let step = 0; step < 5; step++) {
      await Bun.sleep(150);
      other.wake();
    }
    await until(async () => (await find(subjectId)) === null);
    expect(runs).toBe(1);
  });
});
