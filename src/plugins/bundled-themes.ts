/** Themes that come with the program. */
import bundled from '../../plugins/themes.json' with { type: 'json' };
import type { Database } from '../db/database.ts';
import type { Seeded } from './bundled.ts';
import { findThemeByName } from './theme-store.ts';
import type { ThemeInput, Themes } from './themes.ts';

export type BundledTheme = ThemeInput & { version: string };

export const bundledThemes: readonly BundledTheme[] = bundled;

/** Publishes themes as this person; other versions over their own earlier ones. */
export async function seedThemes(
  { database, themes }: { database: Database; themes: Pick<Themes, 'publish'> },
  given: readonly BundledTheme[],
  authorId: string,
): Promise<Seeded> {
  const seeded: Seeded = { published: [], kept: [], taken: [] };
  for (const theme of given) {
    const before = await findThemeByName(database, theme.name);
    if (before && before.author_id !== authorId) seeded.taken.push(theme.name);
    else if (before?.version === theme.version) seeded.kept.push(theme.name);
    else {
      await themes.publish(authorId, theme);
      seeded.published.push(theme.name);
    }
  }
  return seeded;
}
