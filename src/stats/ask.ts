import { addDays, type Clock, localDate, startOfLocalDate } from '../base/time.ts';
import type { CurrentUser } from '../users/guard.ts';
import { daysOf, totalOf } from './facts.ts';
import {
  type Here,
  listDates,
  parseRange,
  type Range,
  type RangeQuery,
  toDayRange,
  toRange,
  wholeDays,
} from './range.ts';
import type { Span } from './spans.ts';
import type { Fact, Question, StatsStore } from './store.ts';

/** What an answer needs to know of the person who asks. */
export type Asker = Pick<CurrentUser, 'id' | 'timezone' | 'timeoutSeconds'>;

export interface DaySeconds {
  date: string;
  seconds: number;
}

/** Facts with the range that they are about, which is their first span. */
export interface Asked {
  facts: Fact[];
  range: Range;
  /** Every local day of the range, zero days included; empty unless wanted. */
  daily: DaySeconds[];
  /** The whole of today, in the range or not; 0 unless `daily` was wanted. */
  today: DaySeconds;
}

export interface Wanted extends Pick<Question, 'dimensions' | 'lastSeen'> {
  daily?: boolean;
  streaks?: boolean;
}

export interface Ask {
  /** One question over a range of the user's local time. Throws `invalid` for a bad range. */
  ask(user: Asker, query: RangeQuery, wanted: Wanted): Promise<Asked>;
  /** The range alone, for reads of raw rows. Throws `invalid` for a bad one. */
  getRange(user: Asker, query: RangeQuery): Promise<Range>;
}

type DataDays = { first: string; last: string } | null;

/** The local days that a range cuts, with the part of each that it holds. */
export function listCutDays(range: Range, zone: string): (Span & { date: string })[] {
  const whole = wholeDays(range, zone);
  const { start, end, firstDate, lastDate } = range;
  if (firstDate === lastDate) return whole ? [] : [{ start, end, date: firstDate }];
  const head = { start, end: startOfLocalDate(addDays(firstDate, 1), zone), date: firstDate };
  const tail = { start: startOfLocalDate(lastDate, zone), end, date: lastDate };
  return [
    ...(head.start === startOfLocalDate(firstDate, zone) ? [] : [head]),
    ...(tail.end === startOfLocalDate(addDays(lastDate, 1), zone) ? [] : [tail]),
  ];
}

/** From the first day with data to today, or to the last one when that lies ahead. */
function toAllRange(days: DataDays, here: Here): Range {
  const today = localDate(here.nowMs, here.zone);
  const first = days && days.first < today ? days.first : today;
  const last = days && days.last > today ? days.last : today;
  return toDayRange(first, last, here);
}

/** Null for everything there is. */
type Bounds = Range | null;

export function openAsk({ store, clock }: { store: StatsStore; clock: Clock }): Ask {
  async function resolve(user: Asker, query: RangeQuery, here: Here): Promise<Bounds> {
    const request = parseRange(query, here);
    if (request.kind === 'span') return request.range;
    if (request.end === null) return null;
    const { start } = toAllRange(await store.findDataDays(user.id), here);
    return toRange({ start: Math.min(start, request.end), end: request.end }, here);
  }

  function toQuestion(user: Asker, bounds: Bounds, wanted: Wanted, today: string): Question {
    const { dimensions, daily, streaks, lastSeen } = wanted;
    const cuts = bounds && daily ? listCutDays(bounds, user.timezone) : [];
    const ownDays = bounds ? wholeDays(bounds, user.timezone) : 'all';
    return {
      userId: user.id,
      source: bounds ? [bounds, ...cuts] : 'all',
      dimensions,
      ...(daily && { days: ownDays ?? 'none', alsoDay: today }),
      ...(!daily && !bounds && { days: 'ends' }),
      ...(streaks && { activeDays: true }),
      ...(lastSeen && { lastSeen }),
    };
  }

  async function ask(user: Asker, query: RangeQuery, wanted: Wanted): Promise<Asked> {
    const here = { zone: user.timezone, nowMs: clock() };
    const today = localDate(here.nowMs, here.zone);
    const bounds = await resolve(user, query, here);
    const facts = await store.listFacts(toQuestion(user, bounds, wanted, today));
    const days = daysOf(facts);
    const todaySeconds = days.get(today) ?? 0;
    const dates = [...days.keys()].sort();
    const [first] = dates;
    const last = dates.at(-1);
    const range = bounds ?? toAllRange(first && last ? { first, last } : null, here);
    const cuts = bounds && wanted.daily ? listCutDays(bounds, here.zone) : [];
    cuts.forEach(({ date }, index) => {
      days.set(date, totalOf(facts, index + 2).seconds);
    });
    const shown = wanted.daily ? listDates(range.firstDate, range.lastDate) : [];
    return {
      facts,
      range,
      daily: shown.map((date) => ({ date, seconds: days.get(date) ?? 0 })),
      today: { date: today, seconds: todaySeconds },
    };
  }

  return {
    ask,
    async getRange(user, query) {
      const here = { zone: user.timezone, nowMs: clock() };
      const bounds = await resolve(user, query, here);
      return bounds ?? toAllRange(await store.findDataDays(user.id), here);
    },
  };
}
