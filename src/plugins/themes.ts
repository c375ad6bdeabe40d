/** Looks that people share (spec/codetrackr 1.7). */
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/time.ts';
import { type Database, rethrowConflict } from '../db/database.ts';
import {
  type ActiveRow,
  countThemesForUpdate,
  deleteTheme,
  deleteThemeInstall,
  findActive,
  findTheme,
  findThemeForUpdate,
  insertThemeInstall,
  listInstalledThemes,
  listThemes,
  saveActive,
  saveTheme,
  type ThemeRow,
} from './theme-store.ts';
import { parseVariables, type Variables } from './theme-values.ts';

/** Characters, by field; as wide as the columns. */
export const THEME_LIMITS = {
  name: 64,
  display_name: 128,
  description: 2_000,
  version: 16,
  icon: 8,
};
export const MAX_THEMES_PER_AUTHOR = 50;

const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const DEFAULTS = { version: '1.0.0', icon: '🎨' };

export interface ThemeInput {
  name: string;
  display_name: string;
  variables: Record<string, unknown>;
  description?: string | null | undefined;
  version?: string | null | undefined;
  icon?: string | null | undefined;
}

export interface Themes {
  list(): Promise<ThemeRow[]>;
  listInstalled(userId: string): Promise<ThemeRow[]>;
  /** Makes a theme, or updates the author's own. Throws `invalid`, `forbidden`. */
  publish(authorId: string, input: ThemeInput): Promise<void>;
  /** Throws `not_found`. */
  install(userId: string, themeId: string): Promise<void>;
  /** Also when it is not installed; takes it off when it is on. */
  uninstall(userId: string, themeId: string): Promise<void>;
  /** What is on; null: nothing ever was. */
  findActive(userId: string): Promise<ActiveRow | null>;
  /**
   * Puts a theme on (null: none), and own variables over it; without any, those before stay. Throws
   * `not_found` and `invalid`.
   */
  apply(
    userId: string,
    look: { themeId: string | null; variables: Record<string, unknown> | undefined },
  ): Promise<void>;
  /** Whether there was such a theme; `authorId`: only if it is theirs, null: anybody's. */
  remove(themeId: string, authorId: string | null): Promise<boolean>;
}

function invalid(field: string, sentence: string): AppError {
  return new AppError('invalid', sentence, { fields: { [field]: sentence } });
}

function parseText(field: keyof typeof THEME_LIMITS, given: string): string {
  const text = given.replaceAll('\0', '').trim().toWellFormed();
  const limit = THEME_LIMITS[field];
  if (text.length <= limit || [...text].length <= limit) return text;
  throw invalid(field, `${field} cannot be longer than ${limit} characters`);
}

function parseName(given: string): string {
  const name = given.trim().toLowerCase();
  if (name.length <= THEME_LIMITS.name && NAME.test(name)) return name;
  throw invalid('name', `name is made of letters, digits and dashes, ${THEME_LIMITS.name} at most`);
}

function parseDisplayName(given: string): string {
  const text = parseText('display_name', given);
  if (text !== '') return text;
  throw invalid('display_name', 'display_name cannot be empty');
}

const parseMaybe = (field: keyof typeof THEME_LIMITS, given: string | null | undefined) =>
  typeof given === 'string' ? parseText(field, given) : undefined;

export function openThemes({ database, clock }: { database: Database; clock: Clock }): Themes {
  const now = () => new Date(clock());

  async function get(themeId: string): Promise<ThemeRow> {
    const theme = await findTheme(database, themeId);
    if (theme) return theme;
    throw new AppError('not_found', 'Theme not found');
  }

  async function save(authorId: string, input: ThemeInput, variables: Variables): Promise<void> {
    const name = parseName(input.name);
    const display_name = parseDisplayName(input.display_name);
    const [description, version, icon] = [
      parseMaybe('description', input.description),
      parseMaybe('version', input.version),
      parseMaybe('icon', input.icon),
    ];
    await database.transaction(async (tx) => {
      const before = await findThemeForUpdate(tx, name);
      if (before && before.author_id !== authorId) {
        throw new AppError(
          'forbidden',
          `${name} was published by ${before.author_username}. Only they can update it; choose another name.`,
        );
      }
      if (!before && (await countThemesForUpdate(tx, authorId)) >= MAX_THEMES_PER_AUTHOR) {
        throw new AppError(
          'invalid',
          `You have published ${MAX_THEMES_PER_AUTHOR} themes, the most there may be. Delete one first.`,
        );
      }
      const theme = {
        name,
        display_name,
        description:
          description === undefined ? (before?.description ?? null) : description || null,
        version: version || before?.version || DEFAULTS.version,
        icon: icon || before?.icon || DEFAULTS.icon,
        variables,
      };
      await saveTheme(tx, authorId, theme, { at: now(), isNew: before === null });
    });
  }

  return {
    list: () => listThemes(database),
    listInstalled: (userId) => listInstalledThemes(database, userId),

    async publish(authorId, input) {
      const variables = parseVariables(input.variables);
      if (Object.keys(variables).length === 0) {
        throw invalid('variables', 'variables: a theme sets at least one');
      }
      await save(authorId, input, variables).catch((error) =>
        rethrowConflict(error, 'Somebody took this name a moment ago.'),
      );
    },

    async install(userId, themeId) {
      await insertThemeInstall(database, userId, (await get(themeId)).id, now());
    },

    async uninstall(userId, themeId) {
      await database.transaction((tx) => deleteThemeInstall(tx, userId, themeId));
    },

    findActive: (userId) => findActive(database, userId),

    async apply(userId, { themeId, variables }) {
      const own = variables && parseVariables(variables);
      if (themeId !== null) await get(themeId);
      await saveActive(database, userId, themeId, own);
    },

    remove: (themeId, authorId) => deleteTheme(database, themeId, authorId),
  };
}
