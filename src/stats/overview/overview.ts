import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type Clock, DAY_MS, localDate, SECOND_MS } from '../../base/time.ts';
import { type Ask, type Asker, openAsk } from '../ask.ts';
import { type Range, type RangeQuery, toDayRange } from '../range.ts';
import type { Span } from '../spans.ts';
import { DIMENSIONS, type Dimension, type StatsStore } from '../store.ts';
import { toStreaks } from '../streaks.ts';
import type { Colours } from './colours.ts';
import type { Filters } from './filters.ts';
import type * as shapes from './shapes.ts';
import { LINE_CHANGE_HEARTBEATS, type OverviewFact, type OverviewStore } from './store.ts';
import type { When } from './when.ts';

/** The category under which editors report time of AI assistants (spec/wakatime 1.5). */
export const AI_CATEGORY = 'ai coding';
const HOURS = 24;
const WEEKDAYS = 7;

type Overview = Static<typeof shapes.Overview>;

export interface OverviewQuery extends RangeQuery {
  filters: Filters;
  when?: When;
  stack?: 'project' | 'language' | undefined;
}

export type GetOverview = (user: Asker, query: OverviewQuery) => Promise<Overview>;

interface Deps {
  store: StatsStore;
  overview: OverviewStore;
  colours: Colours;
  clock: Clock;
}

const LineChanges = Type.Object({
  ai: Type.Integer(),
  human: Type.Integer(),
  searched: Type.Integer(),
  /** Epoch second of the oldest heartbeat searched; null when there is none. */
  since: Type.Union([Type.Integer(), Type.Null()]),
});

const NullableText = Type.Union([Type.String(), Type.Null()]);
const LastHeartbeat = Type.Object({
  time: Type.Number(),
  project: Type.String(),
  language: NullableText,
  editor: NullableText,
  machine: NullableText,
});

const parseJson = <T extends TSchema>(shape: T, text: string): Static<T> =>
  Value.Parse(['Assert'], shape, JSON.parse(text));

/** An ISO instant. */
export const toIso = (epochSeconds: number): string =>
  Temporal.Instant.fromEpochMilliseconds(epochSeconds * SECOND_MS).toString();

/** `YYYY-MM-DD` of a day counted from 1970. */
export const toDate = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Days since 1970 of a `YYYY-MM-DD`. */
export const toDayNumber = (date: string): number => Date.parse(date) / DAY_MS;

/** The pairs of a list such as `3:600,4:60`. */
export function toPairs(text: string): [number, number][] {
  return text
    ? text.split(',').map((pair) => {
        const [key = '', value = ''] = pair.split(':');
        return [Number(key), Number(value)];
      })
    : [];
}

const ofKind = (facts: readonly OverviewFact[], kind: string): OverviewFact[] =>
  facts.filter((fact) => fact.kind === kind);

export function totalOfSpan(facts: readonly OverviewFact[], span: number): number {
  return facts.find(({ kind, name }) => kind === 'total' && name === String(span))?.value ?? 0;
}

/** As many days as the range has, just before it, by the calendar of the zone. */
export function toPrevious({ start, days }: Range, zone: string): Span {
  const from = Temporal.Instant.fromEpochMilliseconds(start * SECOND_MS)
    .toZonedDateTimeISO(zone)
    .subtract({ days });
  return { start: from.epochMilliseconds / SECOND_MS, end: start };
}

/** Every local day of the range with its stacked parts, most used name first. */
export function toDaily(facts: readonly OverviewFact[], range: Range): Overview['daily'] {
  const first = toDayNumber(range.firstDate);
  const count = toDayNumber(range.lastDate) - first + 1;
  const daily: Overview['daily'] = Array.from({ length: count }, (_, index) => ({
    date: toDate(first + index),
    seconds: 0,
    parts: [],
  }));
  const stacked = ofKind(facts, 'day').sort(
    (a, b) => b.value - a.value || (a.name < b.name ? -1 : 1),
  );
  for (const { kind, name, text } of [...stacked, ...ofKind(facts, 'rest')]) {
    for (const [day, seconds] of toPairs(text)) {
      const place = daily[day - first];
      if (!place) throw new Error(`a day outside the range: ${toDate(day)}`);
      place.seconds += seconds;
      if (kind === 'day') place.parts.push({ name, seconds });
    }
  }
  return daily;
}

function toDimensions(facts: readonly OverviewFact[], total: number) {
  const values = (dimension: Dimension) =>
    ofKind(facts, dimension)
      .sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
      .map(({ name, value }) => ({ name, seconds: value, percentage: (value * 100) / total }));
  const dimensions = {
    project: values('project'),
    language: values('language'),
    editor: values('editor'),
    machine: values('machine'),
    os: values('os'),
    branch: values('branch'),
    category: values('category'),
  };
  const others = { project: 0, language: 0, editor: 0, machine: 0, os: 0, branch: 0, category: 0 };
  for (const dimension of DIMENSIONS) {
    others[dimension] = dimensions[dimension].reduce((rest, { seconds }) => rest - seconds, total);
  }
  return { dimensions, others };
}

function toHours(facts: readonly OverviewFact[]): number[][] {
  const week = Array.from({ length: WEEKDAYS }, () => Array.from({ length: HOURS }, () => 0));
  for (const [hour, seconds] of toPairs(ofKind(facts, 'hours')[0]?.text ?? '')) {
    const day = week[Math.floor(hour / HOURS)];
    if (day) day[hour % HOURS] = seconds;
  }
  return week;
}

function toAi(facts: readonly OverviewFact[], total: number): Overview['ai'] {
  const [fact] = ofKind(facts, 'lines');
  const seconds = ofKind(facts, 'category').find(({ name }) => name === AI_CATEGORY)?.value ?? 0;
  if (!fact || (seconds === 0 && fact.value === 0)) return null;
  const { ai, human, searched, since } = parseJson(LineChanges, fact.text);
  const isCapped = searched >= LINE_CHANGE_HEARTBEATS;
  return {
    ai_seconds: seconds,
    human_seconds: total - seconds,
    ai_line_changes: ai,
    human_line_changes: human,
    lines_since: isCapped && since !== null ? toIso(since) : null,
  };
}

function toLastHeartbeat(facts: readonly OverviewFact[]): Overview['last_heartbeat'] {
  const text = ofKind(facts, 'last')[0]?.text;
  return text ? parseJson(LastHeartbeat, text) : null;
}

const activeDaysOf = (facts: readonly OverviewFact[]): number[] =>
  ofKind(facts, 'active').flatMap(({ text }) => (text ? text.split(',').map(Number) : []));

/** All that the overview shows, in one round trip (two for all time). */
export function openOverview({ store, overview, colours, clock }: Deps): GetOverview {
  const { getRange }: Ask = openAsk({ store, clock });

  return async (user, query) => {
    const here = { zone: user.timezone, nowMs: clock() };
    const today = localDate(here.nowMs, here.zone);
    const range = await getRange(user, query);
    const isAll = query.range === 'all' && !query.start;
    const stack = query.stack ?? 'project';
    const facts = await overview.listOverview({
      userId: user.id,
      zone: user.timezone,
      spans: [range, toPrevious(range, here.zone), toDayRange(today, today, here)],
      filters: query.filters,
      when: query.when ?? {},
      stack,
      breakdown: true,
    });
    const total = totalOfSpan(facts, 1);
    const values = toDimensions(facts, total);
    const before = totalOfSpan(facts, 2);
    const perDay = (seconds: number) => Math.floor(seconds / range.days);
    return {
      range: { start: toIso(range.start), end: toIso(range.end), days: range.days },
      total_seconds: total,
      daily_average: perDay(total),
      previous: isAll ? null : { total_seconds: before, daily_average: perDay(before) },
      streaks: toStreaks(activeDaysOf(facts), today),
      today: { date: today, seconds: totalOfSpan(facts, 3) },
      daily: toDaily(facts, range),
      stack,
      ...values,
      project_colours: await colours.getColours(
        user.id,
        values.dimensions.project.map(({ name }) => name),
      ),
      hours: toHours(facts),
      ai: toAi(facts, total),
      last_heartbeat: toLastHeartbeat(facts),
    };
  };
}
