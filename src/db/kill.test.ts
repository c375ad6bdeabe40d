import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { Type } from '@sinclair/typebox';
import { silentLog } from '../base/log.ts';
import { type Database, openDatabase } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { makeTestDirectory } from './testing.ts';
import { BATCH_ROWS } from './testing-writer.ts';

const ROUNDS = 6;
/** The child is killed this long after its first commit, and a bit later in each round. */
const SHORTEST_RUN_MS = 40;

/** Lets a child write, kills it in the middle and returns the last batch it acknowledged. */
async function writeAndKill(directory: string, firstBatch: number, runMs: number): Promise<number> {
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dir, 'testing-writer.ts'), directory, String(firstBatch)],
    { stdout: 'pipe', stderr: 'inherit' },
  );
  let printed = '';
  const killed = Promise.withResolvers<void>();
  for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
    if (printed === '') {
      setTimeout(() => {
        child.kill('SIGKILL');
        killed.resolve();
      }, runMs);
    }
    printed += chunk;
  }
  await killed.promise;
  await child.exited;
  expect(child.signalCode).toBe('SIGKILL');
  return Math.max(...printed.trimEnd().split('\n').map(Number));
}

const Facts = Type.Object({
  rows: Type.Number(),
  total: Type.Number(),
  batches: Type.Number(),
  last: Type.Number(),
  torn: Type.Number(),
  by_key: Type.Number(),
  by_json: Type.Number(),
});

/** The same facts by sequential scan, by primary key and by the gin index. */
async function readFacts(database: Database) {
  return database.transaction(async (tx) => {
    await tx.run(
      'set local enable_indexscan = off; set local enable_indexonlyscan = off; set local enable_bitmapscan = off',
    );
    const scanned = await tx.one(
      Type.Omit(Facts, ['by_key', 'by_json']),
      `select count(*) as rows, (select rows from totals) as total,
         count(distinct batch) as batches, max(batch) as last,
         (select count(*) from (select from writes group by batch having count(*) <> ${BATCH_ROWS}) x) as torn
       from writes`,
    );
    await tx.run(
      'set local enable_seqscan = off; set local enable_indexscan = on; set local enable_bitmapscan = on',
    );
    const indexed = await tx.one(
      Type.Pick(Facts, ['by_key', 'by_json']),
      `select (select count(*) from writes where batch >= 0) as by_key,
         (select count(*) from writes where extra @> '{}' and extra ? 'batch') as by_json`,
    );
    return { ...scanned, ...indexed };
  });
}

test('after kill -9 every acknowledged commit is there, none is torn and the indexes agree', async () => {
  const directory = join(makeTestDirectory(), 'postgres');
  let acknowledged = 0;
  let next = 1;
  for (let round = 0; round < ROUNDS; round++) {
    acknowledged = await writeAndKill(directory, next, SHORTEST_RUN_MS * (round + 1));
    const database = openDatabase(openEmbedded(directory, silentLog));
    const facts = await readFacts(database);
    await database.close();
    // One more batch may have been committed than the child lived to say.
    expect(facts.last - acknowledged).toBeOneOf([0, 1]);
    expect(facts.rows).toBe(facts.last * BATCH_ROWS);
    expect(facts).toMatchObject({
      total: facts.rows,
      batches: facts.last,
      torn: 0,
      by_key: facts.rows,
      by_json: facts.rows,
    });
    next = facts.last + 1;
  }
  expect(acknowledged).toBeGreaterThan(ROUNDS);
}, 60_000);
