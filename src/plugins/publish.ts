import type { Bus } from '../base/bus.ts';
import { AppError } from '../base/errors.ts';
import { openPerUser } from '../base/per-user.ts';
import { type Clock, HOUR_MS, SECOND_MS } from '../base/time.ts';
import { type Database, type Queryable, rethrowConflict } from '../db/database.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import { type Examined, examineScript, NOTHING } from './examine-script.ts';
import {
  countPluginsForUpdate,
  findPluginByName,
  findPluginForUpdate,
  insertPlugin,
  type PluginRow,
  type SavedPlugin,
  updatePlugin,
} from './plugin-store.ts';
import {
  DEFAULT_ICON,
  DEFAULT_VERSION,
  dependenciesIn,
  type PublishFields,
  type PublishInput,
  parsePublish,
} from './publish-fields.ts';
import { deleteAllSettings } from './settings-store.ts';
import { addPublish, saveDependencies, saveVersion } from './version-store.ts';

/** An author at work publishes now and then; a loop does not get far. */
export const MAX_PUBLISHES_PER_HOUR = 120;
export const MAX_PLUGINS_PER_AUTHOR = 100;
/** Of one author: each runs in the sandbox, where others wait for it. */
export const PUBLISHES_AT_ONCE = 2;

interface PublishDependencies {
  database: Database;
  bus: Bus;
  clock: Clock;
  sandbox: Pick<Sandbox, 'inspect'>;
  /** Ours, with its port, when the operator told it. */
  ownHost: string | null;
  /** Deletes what plugins of this name keep under their own keys, for everybody. */
  removeAllKeys: (pluginName: string) => Promise<void>;
}

/**
 * Makes a plugin, or changes the given fields of the author's own. Throws `invalid` with the field,
 * `forbidden` when the name is somebody else's, `too_many`.
 */
export type Publish = (authorId: string, input: PublishInput) => Promise<PluginRow>;

function requireAuthor(plugin: PluginRow | null, authorId: string): void {
  if (!plugin || plugin.author_id === authorId) return;
  throw new AppError(
    'forbidden',
    `${plugin.name} was published by ${plugin.author_username}. Only they can update it; choose another name.`,
  );
}

/** What was found in the script that is in the store already. */
function examinedBefore(before: PluginRow): Examined {
  const { tables = [], hosts = [], uses_eval = false } = before.findings;
  return {
    hooks: before.hooks,
    endpoints: before.endpoint_names,
    findings: { tables, hosts, uses_eval },
    hasPanel: before.has_panel,
  };
}

/** Given fields over those before, those over the defaults. */
function merge(
  fields: PublishFields,
  before: PluginRow | null,
  found: Examined | null,
): SavedPlugin {
  const keep = <K extends keyof PublishFields & keyof PluginRow>(field: K) =>
    fields[field] === undefined ? (before?.[field] ?? null) : fields[field];
  const script = keep('script');
  const examined =
    script === null ? NOTHING : (found ?? (before ? examinedBefore(before) : NOTHING));
  const plugin_type = fields.plugin_type ?? before?.plugin_type ?? 'widget';
  const hasPanel = examined.hasPanel && plugin_type !== 'lifecycle';
  return {
    name: fields.name,
    display_name: fields.display_name,
    description: keep('description'),
    version: fields.version ?? before?.version ?? DEFAULT_VERSION,
    repository: keep('repository'),
    icon: fields.icon ?? before?.icon ?? DEFAULT_ICON,
    plugin_type,
    widget_type: fields.widget_type ?? before?.widget_type ?? 'counter',
    api_endpoint: keep('api_endpoint'),
    script,
    settings_schema: keep('settings_schema'),
    has_external_access:
      examined.findings.hosts.length > 0 ||
      (fields.has_external_access ?? (found === null && (before?.has_external_access ?? false))),
    readme: keep('readme'),
    changelog: keep('changelog'),
    examined: { ...examined, hasPanel },
  };
}

export function openPublish(dependencies: PublishDependencies): Publish {
  const { database, bus, clock } = dependencies;
  const turns = openPerUser(PUBLISHES_AT_ONCE, 'publishes');

  /** Counts attempts, not successes: a script that is refused has kept a child of the sandbox busy. */
  async function requirePace(authorId: string): Promise<void> {
    const at = new Date(clock());
    const since = new Date(at.getTime() - HOUR_MS);
    await database.transaction(async (tx) => {
      if ((await addPublish(tx, authorId, { at, since })) <= MAX_PUBLISHES_PER_HOUR) return;
      throw new AppError(
        'too_many',
        `You published ${MAX_PUBLISHES_PER_HOUR} times within an hour. Try again later.`,
        { retryAfterSeconds: HOUR_MS / SECOND_MS },
      );
    });
  }

  async function requireRoom(tx: Queryable, authorId: string): Promise<void> {
    if ((await countPluginsForUpdate(tx, authorId)) < MAX_PLUGINS_PER_AUTHOR) return;
    throw new AppError(
      'invalid',
      `You have published ${MAX_PLUGINS_PER_AUTHOR} plugins, the most there may be. Delete one first.`,
    );
  }

  async function save(authorId: string, fields: PublishFields, found: Examined | null) {
    return database.transaction(async (tx) => {
      const before = await findPluginForUpdate(tx, fields.name);
      requireAuthor(before, authorId);
      if (!before) await requireRoom(tx, authorId);
      const at = new Date(clock());
      const plugin = merge(fields, before, found);
      const id = before?.id ?? (await insertPlugin(tx, authorId, plugin, at));
      if (before) await updatePlugin(tx, id, plugin, at);
      else await deleteAllSettings(tx, fields.name); // of a plugin that once had this name
      const { version, script } = plugin;
      await saveVersion(tx, id, { version, script, changelog: fields.changelog, at });
      await saveDependencies(tx, id, dependenciesIn(plugin.name, plugin.description));
      return { isNew: before === null };
    });
  }

  async function publish(authorId: string, input: PublishInput): Promise<PluginRow> {
    const fields = parsePublish(input);
    await requirePace(authorId);
    const before = await findPluginByName(database, fields.name);
    requireAuthor(before, authorId);
    // Whether a script draws a panel is a question of its plugin's type too.
    const script = fields.script ?? (fields.plugin_type === undefined ? null : before?.script);
    const found = script ? await examineScript(script, dependencies) : null;
    const { isNew } = await save(authorId, fields, found).catch((error) =>
      rethrowConflict(error, 'Somebody took this name a moment ago.'),
    );
    if (isNew) await dependencies.removeAllKeys(fields.name);
    bus.publish('plugins', { userId: null });
    const plugin = await findPluginByName(database, fields.name);
    if (plugin) return plugin;
    throw new AppError('not_found', 'The plugin was deleted meanwhile.');
  }

  return (authorId, input) => turns.run(authorId, () => publish(authorId, input));
}
