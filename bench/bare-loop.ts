/** Child: the rows of `load.ts` written flush by flush, with nothing around it. */
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { insertHeartbeats, type UserHeartbeat } from '../src/heartbeats/store.ts';
import { printOutput, readInput } from './child.ts';
import { fileOf, listParsed, timeOf } from './heartbeats.ts';
import { openAddress } from './places.ts';

const Input = Type.Object({
  dataDirectory: Type.String(),
  databaseUrl: Type.Union([Type.String(), Type.Null()]),
  userIds: Type.Array(Type.String()),
  rowsPerFlush: Type.Integer({ minimum: 1 }),
  warmUpMs: Type.Number(),
  measureMs: Type.Number(),
});

/** What `bare-loop.ts` prints. */
export const BareResult = Type.Object({ perSecond: Type.Number() });

async function run(input: Static<typeof Input>) {
  const { userIds, rowsPerFlush, warmUpMs, measureMs } = input;
  const now = Date.now() / 1_000;
  const parsed = await Promise.all(userIds.map((_, person) => listParsed(person)));
  const database = openAddress(input);
  let written = 0;

  /** The next rows, person after person, as connections take turns. */
  function nextFlush(): UserHeartbeat[] {
    return Array.from({ length: rowsPerFlush }, (_, index) => {
      const person = (written + index) % userIds.length;
      const nth = Math.floor((written + index) / userIds.length);
      const heartbeat = parsed[person]?.[fileOf(nth)];
      const userId = userIds[person];
      if (!heartbeat || !userId) throw new Error('no such heartbeat');
      return { userId, heartbeat: { ...heartbeat, time: timeOf(now, nth) + 0.25 } };
    });
  }
  async function writeFor(durationMs: number): Promise<number> {
    const startedAt = performance.now();
    const before = written;
    for (;;) {
      await insertHeartbeats(database, nextFlush());
      written += rowsPerFlush;
      const elapsed = performance.now() - startedAt;
      if (elapsed >= durationMs) return ((written - before) * 1_000) / elapsed;
    }
  }

  await writeFor(warmUpMs);
  const perSecond = await writeFor(measureMs);
  await database.close();
  return { perSecond };
}

if (import.meta.main) {
  printOutput(await run(Value.Decode(Input, await readInput())));
  process.exit(0);
}
