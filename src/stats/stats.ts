import type { Bus } from '../base/bus.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Guard } from '../users/guard.ts';
import { openAnswers } from './answers.ts';
import { openAsk } from './ask.ts';
import { openDays } from './day/day.ts';
import { dayRoutes } from './day/routes.ts';
import { openDayStore } from './day/store.ts';
import { openColourStore } from './overview/colour-store.ts';
import { openColours } from './overview/colours.ts';
import { openDetails } from './overview/detail.ts';
import { openDetailStore } from './overview/detail-store.ts';
import { openOverview } from './overview/overview.ts';
import { openProjects } from './overview/projects.ts';
import { openProjectStore } from './overview/projects-store.ts';
import { overviewRoutes } from './overview/routes.ts';
import { openOverviewStore } from './overview/store.ts';
import { openPublicTotals } from './public-totals.ts';
import { openRawStore } from './raw/store.ts';
import { statsRoutes } from './routes.ts';
import { openStatsStore } from './store.ts';
import { openWakatimeAnswers } from './wakatime/answers.ts';
import type { AddKey } from './wakatime/new-key.ts';
import { wakatimeRoutes } from './wakatime/routes.ts';

interface Deps {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  guard: Guard;
  /** Makes an API key of a user's (WakaTime's browser extension asks for one). */
  addKey: AddKey;
  /** Without a final slash; null when the operator set none. */
  baseUrl: string | null;
}

/** Everything that turns the timeline into numbers. `close` ends its subscriptions. */
export function openStats({ database, bus, clock, log, guard, addKey, baseUrl }: Deps) {
  const store = openStatsStore(database);
  const raw = openRawStore(database);
  const answers = openAnswers({ store, raw, clock });
  const wakatime = openWakatimeAnswers({ database, store, raw, bus, clock });
  const publicTotals = openPublicTotals({ store, clock });
  const overview = openOverviewStore(database);
  const colours = openColours(openColourStore(database));
  const getOverview = openOverview({ store, overview, colours, clock });
  const { getRange } = openAsk({ store, clock });
  const details = openDetails({
    ...{ getOverview, overview, clock },
    detail: openDetailStore(database),
    getRange,
  });
  const projects = openProjects({ getRange, colours, store: openProjectStore(database) });
  const routes = statsRoutes({ answers, publicTotals, guard })
    .use(overviewRoutes({ getOverview, details, projects, guard }))
    .use(dayRoutes({ days: openDays({ store: openDayStore(database), colours, clock }), guard }))
    .use(
      wakatimeRoutes({ answers: wakatime, database, store, guard, log, clock, addKey, baseUrl }),
    );
  return { routes, close: () => wakatime.close() };
}
