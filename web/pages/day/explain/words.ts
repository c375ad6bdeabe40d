import { formatExactDuration } from '../../../ui/format.ts';
import type { CountingRule, ExplainedHeartbeat } from '../../../wire.ts';

const SECONDS_PER_MINUTE = 60;

/** `15 minute`, before `timeout`. */
export function timeoutWords(seconds: number): string {
  return seconds % SECONDS_PER_MINUTE === 0
    ? `${seconds / SECONDS_PER_MINUTE} minute`
    : formatExactDuration(seconds);
}

/** The rules in the order in which a reader understands them (DESIGN section 5). */
export const RULES: readonly { rule: CountingRule; title: string; why: string }[] = [
  {
    rule: 'gap',
    title: 'Next heartbeat in time',
    why: 'The time up to the next heartbeat counts, because it came within the timeout.',
  },
  {
    rule: 'claim',
    title: 'Claimed by the editor',
    why: 'The editor said how long it was, and no other heartbeat came before that was over.',
  },
  {
    rule: 'claim_cut',
    title: 'Claimed, but cut',
    why: 'The editor claimed more than the time to the next heartbeat. A minute counts once.',
  },
  {
    rule: 'clipped',
    title: 'Cut at midnight',
    why: 'Only the part inside of this day counts here; the other day has the rest.',
  },
  {
    rule: 'gap_too_long',
    title: 'Dropped: a pause',
    why: 'The next heartbeat took longer than the timeout, so none of the pause counts.',
  },
  {
    rule: 'last',
    title: 'Nothing after it yet',
    why: 'The newest heartbeat: the next one decides whether the time between counts.',
  },
];

/** Why one heartbeat counts what it counts, in one sentence. `timeout` in seconds. */
export function explainHeartbeat(heartbeat: ExplainedHeartbeat, timeout: number): string {
  const { rule, counted_seconds: counted, gap_seconds: gap, claimed_seconds: claimed } = heartbeat;
  const exact = formatExactDuration;
  switch (rule) {
    case 'gap':
      return counted === 0
        ? 'Counted nothing: the next heartbeat came within the same second.'
        : `Counted ${exact(counted)}: the next heartbeat came within your ${timeoutWords(timeout)} timeout.`;
    case 'gap_too_long':
      if (gap === null) return 'Dropped: no heartbeat came within the timeout.';
      return `Dropped: ${exact(gap)} without a heartbeat is ${gap > timeout ? 'longer than' : 'not within'} your ${timeoutWords(timeout)} timeout.`;
    case 'claim':
      return counted === 0
        ? 'Counted nothing: the editor claimed no time.'
        : `Counted ${exact(counted)}: that is what the editor claimed.`;
    case 'claim_cut':
      return `Claimed ${exact(claimed ?? 0)}, cut to ${exact(counted)} by the next heartbeat.`;
    case 'last':
      return 'Counted nothing yet: no heartbeat has come after it.';
    case 'clipped':
      return counted === 0
        ? 'Counted nothing here: all of it belongs to another day.'
        : `Counted ${exact(counted)}: the part on this side of midnight.`;
  }
}

/** What each rule gave: in the order of RULES, without those that nothing fell under. */
export interface RuleSum {
  rule: CountingRule;
  heartbeats: number;
  counted: number;
  /** Seconds of pauses that did not count. */
  dropped: number;
}

/** `dayEnd`: the Unix second at which the day is over; a pause beyond it is not the day's. */
export function sumByRule(items: readonly ExplainedHeartbeat[], dayEnd: number): RuleSum[] {
  return RULES.map(({ rule }) => {
    const own = items.filter((item) => item.rule === rule);
    const counted = own.reduce((sum, item) => sum + item.counted_seconds, 0);
    const pauses = own.reduce((sum, item) => sum + pauseOf(item, dayEnd), 0);
    const dropped = rule === 'gap_too_long' ? pauses : 0;
    return { rule, heartbeats: own.length, counted, dropped };
  }).filter(({ heartbeats }) => heartbeats > 0);
}

function pauseOf({ time, gap_seconds: gap }: ExplainedHeartbeat, dayEnd: number): number {
  return Math.max(0, Math.min(gap ?? 0, dayEnd - Math.floor(time)));
}
