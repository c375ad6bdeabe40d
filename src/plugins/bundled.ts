/** Plugins that come with the program: each a folder in `plugins`, all in one file of the build. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { AppError } from '../base/errors.ts';
import type { Database } from '../db/database.ts';
import { findPluginByName } from './plugin-store.ts';
import type { Publish } from './publish.ts';

/** `plugin.json` of a folder. */
const Manifest = Type.Object(
  {
    name: Type.String(),
    display_name: Type.String(),
    description: Type.String(),
    version: Type.String(),
    icon: Type.String(),
    plugin_type: Type.Optional(Type.String()),
    widget_type: Type.Optional(Type.String()),
    settings_schema: Type.Optional(Type.Unknown()),
    changelog: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);

export const BundledPlugin = Type.Composite([
  Manifest,
  Type.Object({ script: Type.String(), readme: Type.String() }),
]);
export type BundledPlugin = Static<typeof BundledPlugin>;

/** Reads every folder that has a manifest; throws when a part is missing or wrong. */
export function collectBundled(directory: string): BundledPlugin[] {
  return readdirSync(directory)
    .filter((name) => existsSync(join(directory, name, 'plugin.json')))
    .sort()
    .map((name) => {
      const read = (file: string) => readFileSync(join(directory, name, file), 'utf8');
      const manifest = Value.Parse(Manifest, JSON.parse(read('plugin.json')));
      if (manifest.name !== name) throw new Error(`plugins/${name} calls itself ${manifest.name}`);
      return { ...manifest, script: read('plugin.js'), readme: read('README.md') };
    });
}

/** What `collectBundled` found when the program was built. */
export function readBundled(path: string): BundledPlugin[] {
  if (!existsSync(path)) {
    throw new AppError(
      'unavailable',
      'The bundled plugins are missing from this build. Run "npm start" or "npm run build" in the checkout.',
    );
  }
  return Value.Parse(Type.Array(BundledPlugin), JSON.parse(readFileSync(path, 'utf8')));
}

/** Names, by what became of each. */
export interface Seeded {
  published: string[];
  /** In this version there already. */
  kept: string[];
  /** Somebody else published under this name. */
  taken: string[];
}

/** Publishes the bundled plugins as this person; later versions over their own earlier ones. */
export async function seedStore(
  { database, publish }: { database: Database; publish: Publish },
  bundled: readonly BundledPlugin[],
  authorId: string,
): Promise<Seeded> {
  const seeded: Seeded = { published: [], kept: [], taken: [] };
  for (const plugin of bundled) {
    const before = await findPluginByName(database, plugin.name);
    if (before && before.author_id !== authorId) seeded.taken.push(plugin.name);
    else if (before?.version === plugin.version) seeded.kept.push(plugin.name);
    else {
      await publish(authorId, plugin);
      seeded.published.push(plugin.name);
    }
  }
  return seeded;
}
