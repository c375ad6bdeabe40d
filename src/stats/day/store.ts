import { Type } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import type { Span } from '../spans.ts';

const Int = Type.Integer();
const NullableInt = Type.Union([Int, Type.Null()]);
const Text = Type.String();

/** A heartbeat with its place in the chain. Whole epoch seconds, but for `time`. */
const ChainRow = Type.Object({
  at: Int,
  /** Epoch seconds as recorded, with their fraction. */
  time: Type.Number(),
  /** Seconds to the next heartbeat; null for the last one there is. */
  gap: NullableInt,
  claimed: NullableInt,
  /** What the timeline counts, wherever the day ends. */
  duration: Int,
  project: Text,
  /** '' is unknown, here and below. */
  language: Text,
  editor: Text,
  machine: Text,
  os: Text,
  branch: Text,
  category: Text,
  file: Text,
});

export type ChainRow = typeof ChainRow.static;

const TimeoutTotal = Type.Object({ timeout: Int, seconds: Int });

export interface DayStore {
  /**
   * The heartbeats of a span in the order of the chain, with the one just before it, which may
   * reach in; at most `limit` of the span.
   */
  listChain(userId: string, span: Span, limit: number): Promise<ChainRow[]>;
  /**
   * Seconds that count in a span, as they are (timeout 0) and as they would be under each other
   * timeout (seconds).
   */
  listTotals(
    userId: string,
    span: Span,
    timeouts: readonly number[],
  ): Promise<{ timeout: number; seconds: number }[]>;
}

/**
 * The chain around a span ($2 to $3) of user $1: the heartbeat before, those inside and the one
 * after. `inside` continues the statement for those inside.
 */
function chainOf(columns: string, inside = ''): string {
  const pick = `select recorded_at, content_hash, ${columns} from heartbeats where user_id = $1`;
  return `
  chain as (
    (${pick} and recorded_at < to_timestamp($2::bigint)
      order by recorded_at desc, content_hash desc limit 1)
    union all
    (${pick} and recorded_at >= to_timestamp($2::bigint)
      and recorded_at < to_timestamp($3::bigint) ${inside})
    union all
    (${pick} and recorded_at >= to_timestamp($3::bigint)
      order by recorded_at, content_hash limit 1)
  ),
  paired as (
    select *, epoch_second(recorded_at) as at,
      epoch_second(lead(recorded_at) over timeline) - epoch_second(recorded_at) as gap
    from chain window timeline as (order by recorded_at, content_hash)
  )`;
}

const unknownAsEmpty = ['language', 'editor', 'machine', 'os', 'branch', 'category', 'file']
  .map((name) => `coalesce(${name}, '') as ${name}`)
  .join(', ');

const inSpan = (seconds: string) =>
  `greatest(0, least($3::bigint, at + ${seconds}) - greatest($2::bigint, at))`;

export function openDayStore(database: Database): DayStore {
  return {
    // One more than asked for, so that the last one asked for knows its gap.
    listChain: (userId, { start, end }, limit) =>
      database.list(
        ChainRow,
        `with ${chainOf(
          'claimed_seconds, duration_seconds, project, language, editor, machine, os, branch, category, file',
          'order by recorded_at, content_hash limit $4::integer + 1',
        )}
        select at, date_part('epoch', recorded_at) as time, gap, claimed_seconds as claimed,
          duration_seconds as duration, project, ${unknownAsEmpty}
        from paired where at < $3::bigint
        order by recorded_at, content_hash
        limit $4::integer + (select count(*) from paired where at < $2::bigint)`,
        [userId, start, end, limit],
      ),

    listTotals: (userId, { start, end }, timeouts) =>
      database.list(
        TimeoutTotal,
        `with ${chainOf('claimed_seconds, duration_seconds')}
        select 0 as timeout, coalesce(sum(${inSpan('duration_seconds')}), 0)::bigint as seconds
        from paired where at < $3::bigint
        union all
        (select t.timeout, coalesce(sum(${inSpan(
          'effective_seconds(p.claimed_seconds, p.gap, t.timeout)',
        )}) filter (where p.at is not null), 0)::bigint
        from unnest($4::integer[]) as t (timeout)
        left join paired p on p.at < $3::bigint
        group by t.timeout order by t.timeout)`,
        [userId, start, end, timeouts],
      ),
  };
}
