import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import type { Database } from '../db/database.ts';
import {
  countScreenshotsForUpdate,
  deleteScreenshot,
  insertScreenshot,
  saveRating,
  saveReport,
  saveReview,
} from './opinion-store.ts';
import { findPlugin } from './plugin-store.ts';

export const MAX_REVIEW_CHARACTERS = 4_000;
export const MAX_REPORT_CHARACTERS = 2_000;
export const MAX_CAPTION_CHARACTERS = 200;
/** An address, or a whole picture as a data URL, which a page may show without asking elsewhere. */
export const MAX_SCREENSHOT_CHARACTERS = 400_000;
const MAX_ADDRESS_CHARACTERS = 2_000;
/** Of one user for one plugin. */
export const MAX_SCREENSHOTS = 5;
/** Of one user for all plugins. */
export const MAX_SCREENSHOTS_PER_USER = 50;

const RATINGS = [1, 2, 3, 4, 5];
const REASONS = ['spam', 'malware', 'inappropriate', 'broken', 'other'];
const PICTURE = /^data:image\/(png|jpeg|webp|gif);base64,[A-Za-z0-9+/]+=*$/;

/** What users think of plugins. All throw `not_found` for what is not in the store. */
export interface Opinions {
  rate(userId: string, pluginId: string, rating: unknown): Promise<void>;
  review(
    userId: string,
    pluginId: string,
    review: { body: string; rating?: unknown },
  ): Promise<void>;
  addScreenshot(
    userId: string,
    pluginId: string,
    screenshot: { url: string; caption?: string | null | undefined },
  ): Promise<void>;
  /** Its own, on an own plugin, or as administrator. Throws `forbidden`. */
  removeScreenshot(user: { id: string; isAdmin: boolean }, screenshotId: string): Promise<void>;
  report(
    userId: string,
    pluginId: string,
    report: { reason: string; description?: string | null | undefined },
  ): Promise<void>;
}

function invalid(sentence: string): AppError {
  return new AppError('invalid', sentence);
}

/** Trimmed and without what Postgres cannot hold. */
function parseText(what: string, given: string, limit: number): string {
  const text = given.replaceAll('\0', '').trim().toWellFormed();
  if (text.length > limit) throw invalid(`${what} cannot be longer than ${limit} characters`);
  return text;
}

function parseRating(given: unknown): number {
  const rating = RATINGS.find((value) => value === given);
  if (rating === undefined) throw invalid('Rating must be 1-5');
  return rating;
}

function parseScreenshot(given: string): string {
  const url = given.trim();
  if (url.length <= MAX_SCREENSHOT_CHARACTERS && PICTURE.test(url)) return url;
  if (/^https?:\/\//.test(url) && url.length <= MAX_ADDRESS_CHARACTERS && URL.canParse(url)) {
    return url;
  }
  throw invalid(
    `url is an address of ${MAX_ADDRESS_CHARACTERS} characters at most that begins with http:// or https://, or a picture as data:image/png;base64,… of ${MAX_SCREENSHOT_CHARACTERS} at most`,
  );
}

export function openOpinions({ database, clock }: { database: Database; clock: Clock }): Opinions {
  const now = () => new Date(clock());

  async function requirePublic(pluginId: string): Promise<void> {
    const plugin = await findPlugin(database, pluginId);
    if (plugin?.is_published && !plugin.is_banned) return;
    throw new AppError('not_found', 'Plugin not found');
  }

  return {
    async rate(userId, pluginId, rating) {
      const parsed = parseRating(rating);
      await requirePublic(pluginId);
      await saveRating(database, userId, pluginId, parsed, now());
    },

    async review(userId, pluginId, { body, rating }) {
      const text = parseText('A review', body, MAX_REVIEW_CHARACTERS);
      if (text === '') throw invalid('Review body is empty');
      const parsed = rating === undefined || rating === null ? null : parseRating(rating);
      await requirePublic(pluginId);
      await saveReview(database, userId, pluginId, text, now());
      if (parsed !== null) await saveRating(database, userId, pluginId, parsed, now());
    },

    async addScreenshot(userId, pluginId, { url, caption }) {
      const parsed = parseScreenshot(url);
      const text = parseText('A caption', caption ?? '', MAX_CAPTION_CHARACTERS);
      await requirePublic(pluginId);
      await database.transaction(async (tx) => {
        const { of_plugin, in_all } = await countScreenshotsForUpdate(tx, userId, pluginId);
        if (of_plugin >= MAX_SCREENSHOTS) {
          throw invalid(`You can add ${MAX_SCREENSHOTS} screenshots to a plugin.`);
        }
        if (in_all >= MAX_SCREENSHOTS_PER_USER) {
          throw invalid(`You can add ${MAX_SCREENSHOTS_PER_USER} screenshots. Delete one first.`);
        }
        await insertScreenshot(tx, {
          userId,
          pluginId,
          url: parsed,
          caption: text || null,
          at: now(),
        });
      });
    },

    async removeScreenshot({ id, isAdmin }, screenshotId) {
      if (await deleteScreenshot(database, screenshotId, { userId: id, isAdmin })) return;
      throw new AppError('forbidden', 'Not found or not your screenshot');
    },

    async report(userId, pluginId, { reason, description }) {
      if (!REASONS.includes(reason)) throw invalid('Invalid reason');
      const text = parseText('A description', description ?? '', MAX_REPORT_CHARACTERS);
      await requirePublic(pluginId);
      await saveReport(database, {
        reporterId: userId,
        pluginId,
        reason,
        description: text || null,
        at: now(),
      });
    },
  };
}
