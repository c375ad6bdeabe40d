/** What widgets fail with on people's dashboards, told to their authors without saying whose. */
import { AppError } from '../base/errors.ts';
import { type Clock, HOUR_MS } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import type { Installs } from './installs.ts';
import { findPlugin } from './plugin-store.ts';
import {
  countReport,
  listWidgetErrors,
  saveWidgetError,
  type WidgetErrorRow,
} from './widget-error-store.ts';

/** Different errors that are kept of one plugin. */
export const MAX_ERRORS_PER_PLUGIN = 100;
/** Reports of one person's dashboards in an hour, of all their widgets. */
export const MAX_REPORTS_PER_HOUR = 120;
/** Longer messages are cut; a report with more than the page sends is refused. */
export const MAX_KEPT_MESSAGE_CHARACTERS = 500;

/** Tokens of widgets and keys, should a message carry one. */
const SECRET = /\b(hbw_|waka_|ct_)[\w-]{8,}/g;

export interface WidgetErrors {
  /** Throws `not_found` unless it is installed, and `too_many`. */
  add(userId: string, name: string, error: { message: string; line: number | null }): Promise<void>;
  /** Newest first. Throws `forbidden` unless the plugin is this author's. */
  list(authorId: string, pluginId: string): Promise<WidgetErrorRow[]>;
}

interface WidgetErrorsDependencies {
  database: Database;
  clock: Clock;
  installs: Pick<Installs, 'find'>;
}

export function openWidgetErrors({
  database,
  clock,
  installs,
}: WidgetErrorsDependencies): WidgetErrors {
  return {
    async add(userId, name, { message, line }) {
      const plugin = await installs.find(userId, name);
      if (!plugin) throw new AppError('not_found', 'Plugin not found or not installed');
      const { pluginId, version } = plugin;
      const at = new Date(clock());
      const since = new Date(at.getTime() - HOUR_MS);
      const reports = await countReport(database, userId, { since, at });
      if (reports > MAX_REPORTS_PER_HOUR) {
        throw new AppError(
          'too_many',
          `Widgets fail more often than ${MAX_REPORTS_PER_HOUR} times an hour; the rest is not kept.`,
        );
      }
      const kept = message.replace(SECRET, '…').trim().slice(0, MAX_KEPT_MESSAGE_CHARACTERS);
      const failure = { pluginId, version, line: line ?? 0, message: kept };
      await database.transaction((tx) =>
        saveWidgetError(tx, failure, { keep: MAX_ERRORS_PER_PLUGIN, at }),
      );
    },

    async list(authorId, pluginId) {
      const plugin = await findPlugin(database, pluginId);
      if (plugin?.author_id !== authorId) {
        throw new AppError('forbidden', 'Not found or not your plugin');
      }
      return listWidgetErrors(database, pluginId);
    },
  };
}
