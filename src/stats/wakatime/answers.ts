import type { Static } from '@sinclair/typebox';
import type { Bus } from '../../base/bus.ts';
import { type Clock, localDate } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import { type Day, parseZone, toDay } from '../../heartbeats/wakatime-day.ts';
import type { CurrentUser } from '../../users/guard.ts';
import type { FilesOf, RawStore } from '../raw/store.ts';
import type { StatsStore } from '../store.ts';
import { type DayQuery, parseDays } from './days.ts';
import { toEntry } from './formats.ts';
import { toWakatimeUser } from './person.ts';
import type * as shapes from './shapes.ts';
import { openPerUserCache } from './status-bar-cache.ts';
import { getPerson } from './store.ts';
import { DAY_DIMENSIONS, toDaySummary, toEntries, toSummaries } from './summary.ts';
import type { Subject } from './visibility.ts';

/** Longest project-filtered range that lists files too, in days: files are read from raw rows. */
export const ENTITY_DAYS = 31;
/** Files listed for one day of a project. */
export const ENTITIES_A_DAY = 100;

type Answer<T extends keyof typeof shapes> = Static<(typeof shapes)[T]>;

export interface SummariesQuery extends DayQuery {
  project?: string | undefined;
  /** Names separated by commas; only with `project`. */
  branches?: string | undefined;
}

/** WakaTime's numbers (spec/wakatime 1.7 and 1.8): the same as ours, in its words. */
export interface WakatimeAnswers {
  /** Today's totals, kept in memory until the user's timeline changes. */
  statusBar(user: CurrentUser): Promise<Answer<'StatusBar'>>;
  /**
   * Totals of each day. `timeout` and `writes_only` are ignored: there is one timeline, the one
   * that the account's own timeout makes. Throws `invalid` for a bad range or zone.
   */
  summaries(user: CurrentUser, query: SummariesQuery): Promise<Answer<'Summaries'>>;
  user(subject: Subject): Promise<Answer<'WakatimeUser'>>;
  close(): void;
}

interface Deps {
  database: Database;
  store: StatsStore;
  raw: RawStore;
  bus: Bus;
  clock: Clock;
}

export function openWakatimeAnswers({ database, store, raw, bus, clock }: Deps): WakatimeAnswers {
  const statusBars = openPerUserCache<Answer<'StatusBar'>>({ bus, clock });

  async function makeStatusBar(user: CurrentUser, day: Day): Promise<Answer<'StatusBar'>> {
    const facts = await store.listFacts({
      userId: user.id,
      source: [day],
      dimensions: DAY_DIMENSIONS,
    });
    const summary = toDaySummary(facts, 1, day, { userId: user.id, zone: user.timezone });
    return {
      data: { ...summary, has_team_features: false },
      cached_at: new Date(clock()).toISOString(),
      has_team_features: false,
    };
  }

  /** Files of a project for each day; none for ranges longer than ENTITY_DAYS. */
  async function listEntities(user: CurrentUser, days: readonly Day[], of: FilesOf) {
    return days.length > ENTITY_DAYS ? [] : raw.listFiles(user.id, days, of, ENTITIES_A_DAY);
  }

  async function summaries(user: CurrentUser, query: SummariesQuery) {
    const zone = parseZone(query.timezone, user.timezone);
    const nowMs = clock();
    const days = parseDays(query, { zone, nowMs });
    const project = query.project || undefined;
    const named = query.branches?.split(',').filter(Boolean) ?? [];
    const branches = project !== undefined && named.length > 0 ? named : undefined;
    const [facts, files] = await Promise.all([
      store.listFacts({
        userId: user.id,
        source: days,
        dimensions: project === undefined ? DAY_DIMENSIONS : [...DAY_DIMENSIONS, 'branch'],
        project,
        branches,
      }),
      project === undefined ? [] : listEntities(user, days, { project, branches }),
    ]);
    const data = days.map((day, index) => {
      const span = index + 1;
      const summary = toDaySummary(facts, span, day, { userId: user.id, zone });
      if (project === undefined) return summary;
      const total = summary.grand_total.total_seconds;
      const own = files.filter((file) => file.span === span);
      return {
        ...summary,
        branches: toEntries(facts, 'branch', span),
        entities: own.map(({ file, seconds }) => toEntry(file, seconds, total)),
      };
    });
    return toSummaries(data, days, localDate(nowMs, zone));
  }

  return {
    statusBar(user) {
      const date = localDate(clock(), user.timezone);
      return statusBars.get(user.id, `${date} ${user.timezone}`, () =>
        makeStatusBar(user, toDay(date, user.timezone)),
      );
    },
    summaries,
    user: async (subject) => toWakatimeUser(subject, await getPerson(database, subject.user.id)),
    close: () => statusBars.close(),
  };
}
