import type { Static } from '@sinclair/typebox';
import { type Clock, localDate } from '../../base/time.ts';
import { toIsoSeconds } from '../../heartbeats/wakatime-day.ts';
import { idOfName } from '../../heartbeats/wakatime-user.ts';
import { type Ask, type Asked, type Asker, openAsk } from '../ask.ts';
import { totalOf } from '../facts.ts';
import { toDayRange } from '../range.ts';
import type { StatsStore } from '../store.ts';
import { type Entry, toDayText, toDecimal, toDigital, toEntry, toText } from './formats.ts';
import { parseStatsRange, type StatsRange } from './ranges.ts';
import type { AllTime, Stats } from './shapes-stats.ts';
import { DAY_DIMENSIONS, toEntries, withMachineId } from './summary.ts';
import type { Subject } from './visibility.ts';

const MINUTE_SECONDS = 60;

/** A range with everything that is known about it. */
export interface AskedRange {
  range: StatsRange;
  asked: Asked;
}

export interface WakatimeStats {
  /** `stats/{range}`. Throws `invalid` for a range that nobody knows. */
  stats(subject: Subject, range: string | undefined): Promise<Static<typeof Stats>>;
  /** Everything there is, or everything of one project. */
  allTime(user: Asker, project: string | undefined): Promise<Static<typeof AllTime>>;
  /** One question about a range by WakaTime's name for it. Throws `invalid`. */
  askRange(user: Asker, range: string | undefined): Promise<AskedRange>;
}

/** The words around every answer about a range. */
export function toFrame(user: Subject['user'], { range, asked }: AskedRange) {
  return {
    user_id: user.id,
    username: user.username,
    range: range.name,
    human_readable_range: range.text,
    start: toIsoSeconds(asked.range.start),
    end: toIsoSeconds(asked.range.end - 1),
    timezone: user.timezone,
    timeout: user.timeoutSeconds / MINUTE_SECONDS,
    writes_only: false as const,
    status: 'ok' as const,
    is_up_to_date: true as const,
    percent_calculated: 100 as const,
  };
}

/** Days of the range up to today, of which those without time are holidays. */
export function toDayCounts({ daily, today }: Asked) {
  const past = daily.filter(({ date }) => date <= today.date);
  const worked = past.filter(({ seconds }) => seconds > 0).length;
  return {
    holidays: past.length - worked,
    days_including_holidays: past.length,
    days_minus_holidays: worked,
  };
}

/** The day with the most time, the earliest of equals; null when no day has any. */
export function toBestDay({ daily }: Asked) {
  const [best] = daily.filter(({ seconds }) => seconds > 0).sort((a, b) => b.seconds - a.seconds);
  return best ? { date: best.date, total_seconds: best.seconds, text: toText(best.seconds) } : null;
}

function toTotals(total: number, languages: readonly Entry[], days: number) {
  const other = languages.find(({ name }) => name === 'Other')?.total_seconds ?? 0;
  const known = total - other;
  const average = (seconds: number) => Math.floor(seconds / Math.max(1, days));
  return {
    total_seconds: known,
    total_seconds_including_other_language: total,
    daily_average: average(known),
    daily_average_including_other_language: average(total),
    human_readable_total: toText(known),
    human_readable_total_including_other_language: toText(total),
    human_readable_daily_average: toText(average(known)),
    human_readable_daily_average_including_other_language: toText(average(total)),
  };
}

/** Shares without times, for people who share what they use but not how long. */
const withoutTimes = ({ name, percent }: Entry): Entry => ({ ...toEntry(name, 0, 0), percent });

function toStats(
  { user, view }: Subject,
  askedRange: AskedRange,
  nowIso: string,
): Static<typeof Stats> {
  const { asked, range } = askedRange;
  const entriesOf = (dimension: (typeof DAY_DIMENSIONS)[number], isVisible: boolean): Entry[] => {
    const entries = isVisible ? toEntries(asked.facts, dimension, 1) : [];
    return view.activity ? entries : entries.map(withoutTimes);
  };
  const days = view.activity
    ? toDayCounts(asked)
    : { holidays: 0, days_including_holidays: 0, days_minus_holidays: 0 };
  const total = view.activity ? totalOf(asked.facts).seconds : 0;
  const everyLanguage = view.activity ? toEntries(asked.facts, 'language', 1) : [];
  return {
    data: {
      id: idOfName(user.id, `stats ${range.name}`),
      ...toFrame(user, askedRange),
      is_already_updating: false,
      is_stuck: false,
      is_including_today: asked.range.lastDate >= asked.today.date,
      is_coding_activity_visible: view.activity,
      is_language_usage_visible: view.languages,
      is_editor_usage_visible: view.activity,
      is_category_usage_visible: view.activity,
      is_os_usage_visible: view.activity,
      is_other_usage_visible: view.activity,
      ...days,
      ...toTotals(total, everyLanguage, days.days_minus_holidays),
      best_day: view.activity ? toBestDay(asked) : null,
      languages: entriesOf('language', view.languages),
      projects: entriesOf('project', view.projects),
      editors: entriesOf('editor', view.activity),
      operating_systems: entriesOf('os', view.activity),
      machines: entriesOf('machine', view.machines).map(withMachineId(user.id)),
      categories: entriesOf('category', view.activity),
      dependencies: [],
      created_at: nowIso,
      modified_at: nowIso,
    },
  };
}

export function openWakatimeStats(deps: { store: StatsStore; clock: Clock }): WakatimeStats {
  const { store, clock } = deps;
  const { ask }: Ask = openAsk(deps);

  async function askRange(user: Asker, text: string | undefined): Promise<AskedRange> {
    const range = parseStatsRange(text, { zone: user.timezone, nowMs: clock() });
    const wanted = { dimensions: DAY_DIMENSIONS, daily: true };
    return { range, asked: await ask(user, range.query, wanted) };
  }

  async function allTime(user: Asker, project: string | undefined) {
    const here = { zone: user.timezone, nowMs: clock() };
    const today = localDate(here.nowMs, here.zone);
    const [facts, days] = await Promise.all([
      store.listFacts({ userId: user.id, source: 'all', dimensions: [], project }),
      store.findDataDays(user.id),
    ]);
    const { seconds } = totalOf(facts);
    const first = days && days.first < today ? days.first : today;
    const last = days && days.last > today ? days.last : today;
    const range = toDayRange(first, last, here);
    return {
      data: {
        total_seconds: seconds,
        text: toText(seconds),
        decimal: toDecimal(seconds),
        digital: toDigital(seconds),
        is_up_to_date: true as const,
        percent_calculated: 100 as const,
        timeout: user.timeoutSeconds / MINUTE_SECONDS,
        ...(project !== undefined && { project }),
        range: {
          start: toIsoSeconds(range.start),
          end: toIsoSeconds(range.end - 1),
          start_date: first,
          end_date: last,
          start_text: toDayText(first),
          end_text: toDayText(last),
          timezone: user.timezone,
        },
      },
    };
  }

  return {
    askRange,
    allTime,
    stats: async (subject, range) =>
      toStats(subject, await askRange(subject.user, range), new Date(clock()).toISOString()),
  };
}
