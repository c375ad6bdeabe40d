import type { Static } from '@sinclair/typebox';
import { AppError } from '../../base/errors.ts';
import type { Ask } from '../ask.ts';
import { activeDaysOf, breakdownOf, totalOf } from '../facts.ts';
import { toStreaks } from '../streaks.ts';
import { toText } from './formats.ts';
import type { Badge } from './shapes-stats.ts';
import type { WakatimeStats } from './stats.ts';
import type { Subject } from './visibility.ts';

/** Seconds for which a badge may be kept. */
export const BADGE_SECONDS = 300;
/** Characters of a label or colour of the caller's own. */
export const BADGE_TEXT_LENGTH = 64;
const DEFAULT_COLOR = 'blue';

export interface BadgeQuery {
  project?: string | undefined;
  language?: string | undefined;
  label?: string | undefined;
  color?: string | undefined;
}

interface Fact {
  label: string;
  message: string;
}

function requireShared(isShared: boolean): void {
  if (isShared) return;
  throw new AppError('not_found', 'There is no such user here, or this is not shared.');
}

const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Badges in the endpoint form of shields.io, of what somebody shares. A metric is a range (the time
 * in it, of one project or language when named), `streak`, or `top_language` and `top_project` of
 * the last 7 days. Throws `invalid` for an unknown metric and `not_found` for what is not shared.
 */
export function openBadges({ ask, stats }: { ask: Ask; stats: WakatimeStats }) {
  async function getStreak({ user, view }: Subject): Promise<Fact> {
    requireShared(view.streak);
    const asked = await ask.ask(user, { range: 'today' }, { dimensions: [], streaks: true });
    const { current } = toStreaks(activeDaysOf(asked.facts), asked.today.date);
    return { label: 'streak', message: `${current} day${current === 1 ? '' : 's'}` };
  }

  async function getTop({ user }: Subject, dimension: 'language' | 'project'): Promise<Fact> {
    const { asked } = await stats.askRange(user, 'last_7_days');
    const [top] = breakdownOf(asked.facts, dimension).shares;
    return { label: `top ${dimension}`, message: top?.name ?? 'none' };
  }

  async function getTime(
    { user, view }: Subject,
    metric: string,
    { project, language }: BadgeQuery,
  ): Promise<Fact> {
    requireShared(view.activity && (!project || view.projects) && (!language || view.languages));
    const { asked, range } = await stats.askRange(user, metric);
    const dimension = project ? 'project' : 'language';
    const name = project || language;
    const { shares } = breakdownOf(asked.facts, dimension);
    const seconds = name
      ? shares.reduce((sum, share) => sum + (sameName(share.name, name) ? share.seconds : 0), 0)
      : totalOf(asked.facts).seconds;
    return { label: name || range.text, message: toText(seconds) };
  }

  async function getFact(subject: Subject, metric: string, query: BadgeQuery): Promise<Fact> {
    if (metric === 'streak') return getStreak(subject);
    if (metric === 'top_language') {
      requireShared(subject.view.languages);
      return getTop(subject, 'language');
    }
    if (metric === 'top_project') {
      requireShared(subject.view.projects);
      return getTop(subject, 'project');
    }
    return getTime(subject, metric, query);
  }

  return async (
    subject: Subject,
    metric: string,
    query: BadgeQuery,
  ): Promise<Static<typeof Badge>> => {
    const { label, message } = await getFact(subject, metric, query);
    return {
      schemaVersion: 1,
      label: (query.label || label).slice(0, BADGE_TEXT_LENGTH),
      message,
      color: (query.color || DEFAULT_COLOR).slice(0, BADGE_TEXT_LENGTH),
      cacheSeconds: BADGE_SECONDS,
    };
  };
}
