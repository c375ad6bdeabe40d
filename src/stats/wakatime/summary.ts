import type { Static } from '@sinclair/typebox';
import { type Day, toIsoSeconds } from '../../heartbeats/wakatime-day.ts';
import { idOfName } from '../../heartbeats/wakatime-user.ts';
import { listOf, totalOf } from '../facts.ts';
import type { Dimension, Fact } from '../store.ts';
import { toDayRangeObject } from './days.ts';
import {
  type Entry,
  toDayText,
  toDecimal,
  toDigital,
  toEntry,
  toGrandTotal,
  toText,
} from './formats.ts';
import type * as shapes from './shapes.ts';

/** Dimensions that every day of a WakaTime answer breaks down. */
export const DAY_DIMENSIONS = [
  'category',
  'editor',
  'language',
  'machine',
  'os',
  'project',
] as const satisfies readonly Dimension[];

/** What WakaTime calls time whose value no client sent. */
const UNKNOWN: Readonly<Record<Dimension, string>> = {
  category: 'Coding',
  editor: 'Unknown Editor',
  language: 'Other',
  machine: 'Unknown Machine',
  os: 'Unknown OS',
  project: 'Unknown Project',
  branch: 'Unknown Branch',
};

/** `ai coding` is sent, `AI Coding` is shown. */
function toCategory(name: string): string {
  return name.replace(/\b[a-z]+/g, (word) =>
    word === 'ai' ? 'AI' : word.charAt(0).toUpperCase() + word.slice(1),
  );
}

export function nameOf(dimension: Dimension, name: string): string {
  if (name === '') return UNKNOWN[dimension];
  return dimension === 'category' ? toCategory(name) : name;
}

/** A day's breakdown, most first; values that are shown by one name are one entry. */
export function toEntries(facts: readonly Fact[], dimension: Dimension, span: number): Entry[] {
  const seconds = new Map<string, number>();
  for (const { name, value } of listOf(facts, dimension, span)) {
    const shown = nameOf(dimension, name);
    seconds.set(shown, (seconds.get(shown) ?? 0) + value);
  }
  const whole = totalOf(facts, span).seconds;
  return [...seconds]
    .sort((a, b) => b[1] - a[1])
    .map(([name, value]) => toEntry(name, value, whole));
}

export function withMachineId(
  userId: string,
): (entry: Entry) => Entry & { machine_name_id: string } {
  return (entry) => ({
    ...entry,
    machine_name_id: idOfName(userId, entry.name),
  });
}

/** One day as statusbar and summaries show it; `span` is its number among the facts. */
export function toDaySummary(
  facts: readonly Fact[],
  span: number,
  day: Day,
  { userId, zone }: { userId: string; zone: string },
) {
  return {
    grand_total: toGrandTotal(totalOf(facts, span).seconds),
    categories: toEntries(facts, 'category', span),
    dependencies: [],
    editors: toEntries(facts, 'editor', span),
    languages: toEntries(facts, 'language', span),
    machines: toEntries(facts, 'machine', span).map(withMachineId(userId)),
    operating_systems: toEntries(facts, 'os', span),
    projects: toEntries(facts, 'project', span),
    range: toDayRangeObject(day, zone, toDayText(day.date)),
  };
}

type Summaries = Static<typeof shapes.Summaries>;

/**
 * The frame around the days of a summaries answer. Days without time are holidays, which the
 * average leaves out; days after `today` are neither.
 */
export function toSummaries(
  data: Summaries['data'],
  days: readonly Day[],
  today: string,
): Summaries {
  const past = data.filter(({ range }) => range.date <= today);
  const total = data.reduce((sum, { grand_total }) => sum + grand_total.total_seconds, 0);
  const worked = past.filter(({ grand_total }) => grand_total.total_seconds > 0).length;
  const average = Math.floor(total / Math.max(1, worked));
  const other = data.flatMap(({ languages }) => languages.filter(({ name }) => name === 'Other'));
  const otherSeconds = other.reduce((sum, { total_seconds }) => sum + total_seconds, 0);
  const known = Math.floor((total - otherSeconds) / Math.max(1, worked));
  return {
    data,
    cumulative_total: {
      seconds: total,
      text: toText(total),
      decimal: toDecimal(total),
      digital: toDigital(total),
    },
    daily_average: {
      holidays: past.length - worked,
      days_minus_holidays: worked,
      days_including_holidays: past.length,
      seconds: known,
      seconds_including_other_language: average,
      text: toText(known),
      text_including_other_language: toText(average),
    },
    start: toIsoSeconds(days[0]?.start ?? 0),
    end: toIsoSeconds((days.at(-1)?.end ?? 1) - 1),
  };
}
