/** The statements of all sections. */
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Database, Queryable } from '../src/db/database.ts';
import { insertHeartbeats, type UserHeartbeat } from '../src/heartbeats/store.ts';
import { newApiKey } from '../src/users/api-key.ts';

const LIMIT_MS = 30 * 60_000;

export interface Person {
  id: string;
  key: string;
}

const Id = Type.Object({ id: Type.String() });

/** Accounts with an API key each. */
export async function addPeople(database: Queryable, count: number): Promise<Person[]> {
  const people: Person[] = [];
  for (let number = 0; number < count; number++) {
    const key = newApiKey();
    const { id } = await database.one(
      Id,
      `insert into users (username, password_hash, timezone, timezone_is_chosen)
       values ($1, '', 'Europe/Berlin', true) returning id`,
      [`person${number}`],
    );
    await database.run(
      'insert into api_keys (user_id, name, key_hash, key_prefix) values ($1, $2, $3, $4)',
      [id, 'bench', key.hash, key.prefix],
    );
    people.push({ id, key: key.text });
  }
  return people;
}

const Stored = Type.Object({ rows: Type.Integer(), flushes: Type.Integer() });

/** Rows that are there, and in how many transactions they came: each has its own `created_at`. */
export const countStored = (database: Queryable) =>
  database.one(
    Stored,
    'select count(*)::integer as rows, count(distinct created_at)::integer as flushes from heartbeats',
  );

/** Throws unless durations and rollups are what the raw rows say. */
export async function requireCleanAudit(database: Queryable): Promise<void> {
  const problems = await database.list(
    Type.Object({ kind: Type.String(), problems: Type.Integer() }),
    'select kind, problems::integer as problems from audit_timeline()',
    [],
    { limitMs: LIMIT_MS },
  );
  if (problems.length > 0) throw new Error(`the audit found ${JSON.stringify(problems)}`);
}

/** Makes `heartbeats_bare`: columns, checks, indexes and the foreign key, but no triggers. */
export async function createBareTable(database: Queryable): Promise<void> {
  await database.run('create table heartbeats_bare (like heartbeats including all)');
  await database.run('alter table heartbeats_bare set (fillfactor = 90)');
  await database.run(
    'alter table heartbeats_bare add foreign key (user_id) references users (id) on delete cascade',
  );
}

/** What heartbeats/store sends for these rows: one array for each column. */
export async function toBareRows(rows: readonly UserHeartbeat[]): Promise<readonly unknown[]> {
  let sent: readonly unknown[] = [];
  const one: Queryable['one'] = (row, _, parameters = []) => {
    sent = parameters;
    return Promise.resolve(Value.Decode(row, { known: [] }));
  };
  const refuse = () => Promise.reject(new Error('only one statement is expected'));
  await insertHeartbeats({ one, list: refuse, find: refuse, run: refuse }, rows);
  return sent;
}

/** Inserts rows in the form of `toBareRows` in one statement, and does nothing else. */
export const insertBare = (database: Queryable, rows: readonly unknown[]): Promise<number> =>
  database.run(
    `insert into heartbeats_bare (user_id, id, recorded_at, content_hash, duration_seconds,
       claimed_seconds, project, file, entity_type, language, branch, commit, workspace_root,
       package_path, is_write, editor, os, machine, category, extra)
     select ($1::uuid[])[owner], id, instant, hash, coalesce(gap, 0), claim, project, file, type,
       language, branch, commit, root, package, is_write, editor, os, machine, category, extra
     from unnest(
       $2::integer[], $3::uuid[], $4::timestamptz[], $5::bigint[], $6::integer[], $7::integer[],
       $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
       $15::text[], $16::boolean[], $17::text[], $18::text[], $19::text[], $20::text[], $21::jsonb[]
     ) r (owner, id, instant, hash, gap, claim, project, file, type, language, branch, commit, root,
       package, is_write, editor, os, machine, category, extra)
     on conflict do nothing`,
    rows,
  );

export interface History {
  /** Whole days before today: the days from `from` back to `to`, both included. */
  from: number;
  to: number;
  heartbeats: number;
}

/**
 * Work of eight hours a day in four sessions, evenly spread over the days. Each week has three of
 * fourteen projects, half of the time on a branch of that week; files, and with them languages,
 * change every few heartbeats.
 */
const HISTORY = `
  insert into heartbeats (user_id, project, file, language, branch, is_write, editor, os, machine,
    recorded_at, content_hash, category, duration_seconds)
  select $1, 'project-' || project, '/home/me/code/' || project || '/file-' || i / 7 % 40,
    (array['TypeScript', 'Rust', 'SQL', 'Go', 'Python', 'CSS', 'Markdown', 'YAML'])[
      (project + case when (hashint4(i / 7) & 7) < 5 then 0 else hashint4(i / 7) & 3 end) % 8 + 1
    ],
    case when (hashint4(i / 90) & 1) = 0 then 'main' else 'feature-' || day / 7 end, i % 3 = 0,
    case when day % 5 = 0 then 'Neovim' else 'VS Code' end, 'Linux',
    case when day % 3 = 0 then 'laptop' else 'desk' end,
    recorded_at, i, 'coding',
    effective_seconds(null,
      epoch_second(lead(recorded_at) over (order by recorded_at, i::bigint))
        - epoch_second(recorded_at), 900)
  from (
    select i, day, (day / 7 * 5 + (hashint4(i / 60) & 255) % 3) % 14 as project,
      date_trunc('day', now() at time zone 'UTC') at time zone 'UTC' - make_interval(days => day)
        + make_interval(secs => 25200 + (place * 4 / per_day) * 9000
          + (place % (per_day / 4.0)) * least(28800.0 / per_day, 120) + (hashint4(i) & 1023) / 512.0
        ) as recorded_at
    from (
      select i, $2::integer - (i::bigint * days / $4)::integer as day,
        i - ceil((i::bigint * days / $4) * $4::numeric / days) as place,
        ($4::numeric / days) as per_day
      from generate_series(0, $4::integer - 1) i
      cross join (select $2::integer - $3::integer + 1 as days) d
    ) placed
  ) timed`;

/** Gives a person a history the quick way: triggers off, then everything made from the raw rows. */
export async function addHistory(
  database: Database,
  userId: string,
  parts: readonly History[],
): Promise<void> {
  const options = { limitMs: LIMIT_MS };
  await database.run('alter table heartbeats disable trigger user');
  for (const { from, to, heartbeats } of parts) {
    await database.run(HISTORY, [userId, from, to, heartbeats], options);
  }
  await database.run('alter table heartbeats enable trigger user');
  await database.run('select rebuild_timeline($1)', [userId], options);
}

/** As if the history had come live: in order of time, and looked after by the database since. */
export async function settle(database: Queryable): Promise<void> {
  await database.run('cluster rollup_15m using rollup_15m_pkey');
  for (const table of ['heartbeats', 'rollup_15m', 'rollup_total', 'rollup_day']) {
    await database.run(`vacuum (freeze, analyze) ${table}`);
  }
  await database.run('checkpoint');
}

/** A person's sums by project, language and local day from the raw rows: what rollups save. */
export const scanRaw = (database: Queryable, userId: string): Promise<number> =>
  database.run(
    `select project, language, (recorded_at at time zone 'Europe/Berlin')::date,
       sum(duration_seconds), count(*)
     from heartbeats where user_id = $1
     group by grouping sets (project, language, (recorded_at at time zone 'Europe/Berlin')::date)`,
    [userId],
    { limitMs: LIMIT_MS },
  );
