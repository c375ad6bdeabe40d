import type { Static } from '@sinclair/typebox';
import { addDays, type Clock, localDate, SECOND_MS } from '../../base/time.ts';
import type { Database } from '../../db/database.ts';
import type { Asker } from '../ask.ts';
import { toText } from './formats.ts';
import { findRank, LEADER_DAYS, LEADERS_A_PAGE, type Leader, listLeaders } from './leader-store.ts';
import { parsePage } from './lists.ts';
import { toHumanWebsite } from './person.ts';
import type { Leaders } from './shapes-lists.ts';

export interface LeadersQuery {
  language?: string | undefined;
  page?: string | undefined;
}

function toLeader(leader: Leader): Static<typeof Leaders>['data'][number] {
  const average = Math.floor(leader.seconds / Math.max(1, leader.worked_days));
  return {
    rank: leader.rank,
    running_total: {
      total_seconds: leader.seconds,
      human_readable_total: toText(leader.seconds),
      daily_average: average,
      human_readable_daily_average: toText(average),
      languages: leader.languages,
    },
    user: {
      id: leader.id,
      username: leader.username,
      display_name: leader.display_name || leader.username,
      full_name: leader.display_name,
      photo: leader.avatar_url,
      website: leader.website,
      human_readable_website: leader.website && toHumanWebsite(leader.website),
      location: leader.country,
      email: null,
      is_email_public: false,
      photo_public: true,
      is_hireable: leader.available_for_hire,
    },
  };
}

/** `leaders` (spec/wakatime 1.8): the people of this instance who want to stand there. */
export function openLeaders({ database, clock }: { database: Database; clock: Clock }) {
  return async (user: Asker, query: LeadersQuery): Promise<Static<typeof Leaders>> => {
    const nowMs = clock();
    const of = { nowSeconds: Math.floor(nowMs / SECOND_MS), language: query.language || null };
    const page = parsePage(query.page);
    const [leaders, rank] = await Promise.all([
      listLeaders(database, { ...of, page }),
      findRank(database, user.id, of),
    ]);
    const today = localDate(nowMs, user.timezone);
    return {
      data: leaders.map(toLeader),
      current_user: rank === null ? null : { rank, page: Math.ceil(rank / LEADERS_A_PAGE) },
      page,
      total_pages: Math.max(1, Math.ceil((leaders[0]?.total ?? 0) / LEADERS_A_PAGE)),
      language: of.language,
      range: {
        start_date: addDays(today, 1 - LEADER_DAYS),
        end_date: today,
        name: 'last_7_days',
        text: `Last ${LEADER_DAYS} days`,
      },
      modified_at: new Date(nowMs).toISOString(),
      timeout: null,
      writes_only: false,
    };
  };
}
