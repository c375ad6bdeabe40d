import type { Static } from '@sinclair/typebox';
import { AppError } from '../../base/errors.ts';
import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import { invalidField, toIsoSeconds } from '../../heartbeats/wakatime-day.ts';
import { idOfName, idOfUserAgent } from '../../heartbeats/wakatime-user.ts';
import type { Asker } from '../ask.ts';
import { listNames, NAMES_A_PAGE, type SeenName } from './name-store.ts';
import type * as shapes from './shapes-lists.ts';

type Answer<T extends keyof typeof shapes> = Static<(typeof shapes)[T]>;

/** Editors whose heartbeats come from a page, not from a file. */
const BROWSERS = new Set(['Brave', 'Chrome', 'Chromium', 'Edge', 'Firefox', 'Opera', 'Safari']);

/** The highest page that anybody may ask for. */
export const HIGHEST_PAGE = 10_000;

/** Throws `invalid` unless this is a page's number; none is the first. */
export function parsePage(text: string | undefined): number {
  if (!text) return 1;
  const page = Number(text);
  if (Number.isInteger(page) && page >= 1 && page <= HIGHEST_PAGE) return page;
  throw invalidField('page', `Use a whole number from 1 to ${HIGHEST_PAGE}.`);
}

/** The frame of every list; without a number of items, everything is on the only page. */
export function toPage<T>(data: T[], { page = 1, total = data.length, size = Infinity } = {}) {
  const pages = Math.max(1, Math.ceil(total / size));
  return {
    data,
    total,
    total_pages: pages,
    page,
    prev_page: page > 1 ? page - 1 : null,
    next_page: page < pages ? page + 1 : null,
  };
}

const msToIso = (epochMs: number): string => new Date(epochMs).toISOString();

/** `3 hours ago`. */
export function toAgo(thenMs: number, nowMs: number): string {
  const units = [
    ['day', DAY_MS],
    ['hour', HOUR_MS],
    ['minute', MINUTE_MS],
  ] as const;
  for (const [unit, length] of units) {
    const count = Math.floor((nowMs - thenMs) / length);
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}

export interface PageQuery {
  q?: string | undefined;
  page?: string | undefined;
}

/** Names of a user's heartbeats as WakaTime lists them (spec/wakatime 1.8). */
export interface Lists {
  projects(user: Asker, query: PageQuery): Promise<Answer<'Projects'>>;
  /** Throws `not_found`. */
  project(user: Asker, name: string): Promise<Answer<'Project'>>;
  machineNames(user: Asker, query: PageQuery): Promise<Answer<'MachineNames'>>;
  userAgents(user: Asker, query: PageQuery): Promise<Answer<'UserAgents'>>;
}

export function openLists({ database, clock }: { database: Database; clock: Clock }): Lists {
  async function listPage<T>(
    user: Asker,
    kind: Parameters<typeof listNames>[2],
    query: PageQuery,
    toItem: (seen: SeenName) => T,
  ) {
    const page = parsePage(query.page);
    const found = await listNames(database, user.id, kind, { search: query.q || undefined, page });
    const total = found[0]?.total ?? 0;
    return toPage(found.map(toItem), { page, total, size: NAMES_A_PAGE });
  }

  const toProject =
    (userId: string) =>
    ({ name, first, last }: SeenName) => ({
      id: idOfName(userId, `project ${name}`),
      name,
      repository: null,
      badge: null,
      color: null,
      clients: [],
      has_public_url: false as const,
      human_readable_last_heartbeat_at: toAgo(last, clock()),
      last_heartbeat_at: msToIso(last),
      human_readable_first_heartbeat_at: toAgo(first * 1_000, clock()),
      first_heartbeat_at: toIsoSeconds(first),
      url: `/projects/${encodeURIComponent(name)}`,
      urlencoded_name: encodeURIComponent(name),
      created_at: toIsoSeconds(first),
    });

  return {
    projects: (user, query) => listPage(user, 'project', query, toProject(user.id)),

    async project(user, name) {
      const [found] = await listNames(database, user.id, 'project', { names: [name], page: 1 });
      if (!found) throw new AppError('not_found', 'No heartbeat names such a project.');
      return { data: toProject(user.id)(found) };
    },

    machineNames: (user, query) =>
      listPage(user, 'machine', query, ({ name, first, last }) => ({
        id: idOfName(user.id, name),
        name,
        value: name,
        ip: null,
        timezone: user.timezone,
        last_seen_at: msToIso(last),
        created_at: toIsoSeconds(first),
      })),

    userAgents: (user, query) =>
      listPage(user, 'editor', query, ({ name, os, first, last }) => ({
        id: idOfUserAgent(user.id, name, os),
        value: os ? `${name} (${os})` : name,
        editor: name,
        version: null,
        os: os || null,
        is_browser_extension: BROWSERS.has(name),
        is_desktop_app: false as const,
        last_seen_at: msToIso(last),
        created_at: toIsoSeconds(first),
      })),
  };
}
