/**
 * A child process for the kill -9 tests: writes to the embedded database in the directory that its
 * argument names, and prints the number of each batch after its commit was acknowledged.
 */
import { silentLog } from '../base/log.ts';
import { openDatabase } from './database.ts';
import { openEmbedded } from './embedded.ts';

/** Rows of one batch; a torn batch would show. */
export const BATCH_ROWS = 50;
/** Often, so that some kills hit a checkpoint. */
const CHECKPOINT_EVERY = 20;

async function write(directory: string): Promise<never> {
  const database = openDatabase(openEmbedded(directory, silentLog));
  await database.run(
    'create table if not exists writes (batch int, position int, extra jsonb, primary key (batch, position))',
  );
  await database.run('create index if not exists writes_extra on writes using gin (extra)');
  await database.run('create table if not exists totals (rows bigint)');
  await database.run('insert into totals select 0 where not exists (select from totals)');
  const first = Number(process.argv[3]);
  for (let batch = first; ; batch++) {
    await database.transaction(async (tx) => {
      await tx.run(
        `insert into writes select $1, i, jsonb_build_object('batch', $1::int, 'pad', repeat('x', 200)) from generate_series(1, ${BATCH_ROWS}) i`,
        [batch],
      );
      await tx.run(`update totals set rows = rows + ${BATCH_ROWS}`);
    });
    process.stdout.write(`${batch}\n`);
    if (batch % CHECKPOINT_EVERY === 0) await database.run('checkpoint');
  }
}

const [, , directory] = process.argv;
if (import.meta.main && directory) await write(directory);
