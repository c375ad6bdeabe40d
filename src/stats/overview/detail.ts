import type { Static } from '@sinclair/typebox';
import { AppError } from '../../base/errors.ts';
import { addDays, type Clock, localDate } from '../../base/time.ts';
import type { Ask, Asker } from '../ask.ts';
import { parseDayRange, toDayRange } from '../range.ts';
import type { Dimension } from '../store.ts';
import type { DetailStore } from './detail-store.ts';
import { FILTER_LENGTH, type Filters } from './filters.ts';
import { type GetOverview, type OverviewQuery, toDaily, toIso } from './overview.ts';
import type * as shapes from './shapes.ts';
import type { OverviewStore } from './store.ts';
import { toSpansWithin, type When } from './when.ts';

/** Files that a project lists, the most used ones. */
export const FILES_LISTED = 50;
/** Heartbeats of a range that are searched for files at most; the newest ones. */
export const FILE_HEARTBEATS = 50_000;
/** Weeks that a heat map shows, the last of them up to its end. */
export const HEATMAP_WEEKS = 53;
const WEEK_DAYS = 7;

export interface DetailQuery extends OverviewQuery {
  dimension: Dimension;
  /** '' is the unknown value. */
  name: string;
}

export interface Details {
  /** The overview of one value, with when it was seen, and a project's files. */
  getDetail(user: Asker, query: DetailQuery): Promise<Static<typeof shapes.Detail>>;
  /** Each day of the weeks up to a day (today), from a Monday. Throws `invalid` for a bad day. */
  getHeatmap(
    user: Asker,
    query: { end?: string | undefined; filters: Filters; when?: When },
  ): Promise<Static<typeof shapes.Heatmap>>;
}

interface Deps {
  getOverview: GetOverview;
  getRange: Ask['getRange'];
  overview: OverviewStore;
  detail: DetailStore;
  clock: Clock;
}

export function openDetails({ getOverview, getRange, overview, detail, clock }: Deps): Details {
  async function findFiles(user: Asker, query: OverviewQuery) {
    const range = await getRange(user, query);
    const spans = toSpansWithin(range, user.timezone, query.when ?? {});
    const heartbeats = Math.ceil(FILE_HEARTBEATS / Math.max(1, spans.length));
    const bounds = { heartbeats, limit: FILES_LISTED };
    const { files, searched, since } = await detail.listFiles(
      user.id,
      spans,
      query.filters,
      bounds,
    );
    const isCut = searched >= heartbeats && since !== null;
    return { files, files_since: isCut ? toIso(since) : null };
  }

  return {
    async getDetail(user, { dimension, name, ...query }) {
      if (name.length > FILTER_LENGTH) {
        const sentence = `Use at most ${FILTER_LENGTH} characters.`;
        throw new AppError('invalid', `Bad name: ${sentence}`, { fields: { name: sentence } });
      }
      const narrowed = { ...query, filters: { ...query.filters, [dimension]: [name] } };
      const [answer, seen, files] = await Promise.all([
        getOverview(user, narrowed),
        detail.findSeen(user.id, dimension, name),
        dimension === 'project' ? findFiles(user, narrowed) : { files: null, files_since: null },
      ]);
      return { ...answer, dimension, name, first_seen: seen.first, last_seen: seen.last, ...files };
    },

    async getHeatmap(user, { end, filters, when = {} }) {
      const here = { zone: user.timezone, nowMs: clock() };
      const last = parseDayRange('end', end || localDate(here.nowMs, here.zone), here).firstDate;
      const weekday = Temporal.PlainDate.from(last).dayOfWeek;
      const first = addDays(last, 1 - weekday - (HEATMAP_WEEKS - 1) * WEEK_DAYS);
      const range = toDayRange(first, last, here);
      const facts = await overview.listOverview({
        userId: user.id,
        zone: user.timezone,
        spans: [range],
        filters,
        when,
        stack: 'project',
        breakdown: false,
      });
      const days = toDaily(facts, range).map(({ date, seconds }) => ({ date, seconds }));
      return { days, start: first, end: last };
    },
  };
}
