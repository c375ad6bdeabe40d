import type { Static } from '@sinclair/typebox';
import type { StatusBar } from './shapes.ts';
import type { AskedRange } from './stats.ts';
import { toDaySummary } from './summary.ts';
import type { Subject } from './visibility.ts';

/** `statusbar/{range}`: today's shape over any range; `range.date` is its first day. */
export function toRangeBar(
  user: Subject['user'],
  { range, asked }: AskedRange,
  nowIso: string,
): Static<typeof StatusBar> {
  const { start, end, firstDate } = asked.range;
  const whole = { date: firstDate, start, end };
  const summary = toDaySummary(asked.facts, 1, whole, { userId: user.id, zone: user.timezone });
  return {
    data: {
      ...summary,
      range: { ...summary.range, text: range.text },
      has_team_features: false,
    },
    cached_at: nowIso,
    has_team_features: false,
  };
}
