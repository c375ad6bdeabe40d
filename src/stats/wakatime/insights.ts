import type { Static } from '@sinclair/typebox';
import type { Database } from '../../db/database.ts';
import { invalidField } from '../../heartbeats/wakatime-day.ts';
import type { Asked } from '../ask.ts';
import { totalOf } from '../facts.ts';
import { listCategoryDays } from './category-day-store.ts';
import { toDecimal, toDigital, toText } from './formats.ts';
import type { Insight } from './shapes-stats.ts';
import { type AskedRange, toBestDay, toDayCounts, toFrame, type WakatimeStats } from './stats.ts';
import { toEntries, withMachineId } from './summary.ts';
import type { Subject } from './visibility.ts';

type User = Subject['user'];
type Answer = Static<typeof Insight>;
type Part = Omit<Answer['data'], keyof ReturnType<typeof toFrame>>;

const AI_CATEGORY = 'ai coding';
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const toDays = ({ daily }: Asked) =>
  daily.map(({ date, seconds }) => ({
    date,
    total_seconds: seconds,
    text: toText(seconds),
    digital: toDigital(seconds),
    decimal: toDecimal(seconds),
  }));

/** Per weekday, Monday first; the average is over all such days up to today, idle ones too. */
function toWeekdays({ daily, today }: Asked) {
  return WEEKDAYS.map((name, index) => {
    const days = daily.filter(
      ({ date }) => date <= today.date && Temporal.PlainDate.from(date).dayOfWeek === index + 1,
    );
    const total = days.reduce((sum, { seconds }) => sum + seconds, 0);
    const average = Math.floor(total / Math.max(1, days.length));
    return {
      name,
      total_seconds: total,
      average_seconds: average,
      human_readable_total: toText(total),
      human_readable_average: toText(average),
    };
  });
}

function toAverage(asked: Asked) {
  const { days_minus_holidays } = toDayCounts(asked);
  const seconds = Math.floor(totalOf(asked.facts).seconds / Math.max(1, days_minus_holidays));
  return { seconds, text: toText(seconds), days_minus_holidays };
}

const PARTS: Readonly<Record<string, (asked: Asked, user: User) => Part>> = {
  days: (asked) => ({ days: toDays(asked) }),
  weekdays: (asked) => ({ weekdays: toWeekdays(asked) }),
  best_day: (asked) => ({ best_day: toBestDay(asked) }),
  daily_average: (asked) => ({ daily_average: toAverage(asked) }),
  languages: ({ facts }) => ({ languages: toEntries(facts, 'language', 1) }),
  projects: ({ facts }) => ({ projects: toEntries(facts, 'project', 1) }),
  editors: ({ facts }) => ({ editors: toEntries(facts, 'editor', 1) }),
  categories: ({ facts }) => ({ categories: toEntries(facts, 'category', 1) }),
  operating_systems: ({ facts }) => ({ operating_systems: toEntries(facts, 'os', 1) }),
  machines: ({ facts }, user) => ({
    machines: toEntries(facts, 'machine', 1).map(withMachineId(user.id)),
  }),
};

/** `insights/{type}/{range}` but for type `stats` (spec/wakatime 1.8). Throws `invalid`. */
export type GetInsight = (user: User, type: string, range: string) => Promise<Answer>;

export function openInsights(deps: { stats: WakatimeStats; database: Database }): GetInsight {
  /** Each day's time with an AI agent, and without. */
  async function toAiDays({ asked }: AskedRange, user: User): Promise<Part> {
    const span = { ...asked.range, zone: user.timezone };
    const days = await listCategoryDays(deps.database, user.id, span, AI_CATEGORY);
    const ai = new Map(days.map(({ date, seconds }) => [date, seconds]));
    return {
      ai_days: asked.daily.map(({ date, seconds }) => {
        // Days are still counted anew for a while after a change of zone, quarter hours are not.
        const aiSeconds = Math.min(seconds, ai.get(date) ?? 0);
        return { date, ai_seconds: aiSeconds, human_seconds: seconds - aiSeconds };
      }),
    };
  }

  return async (user, type, range) => {
    const name = type === 'weekday' ? 'weekdays' : type;
    const part = Object.hasOwn(PARTS, name) ? PARTS[name] : undefined;
    if (!part && name !== 'ai_days') {
      const names = [...Object.keys(PARTS), 'ai_days', 'stats'].join(', ');
      throw invalidField('type', `Use one of ${names}.`);
    }
    const askedRange = await deps.stats.askRange(user, range);
    return {
      data: {
        ...toFrame(user, askedRange),
        ...(part ? part(askedRange.asked, user) : await toAiDays(askedRange, user)),
      },
    };
  };
}
