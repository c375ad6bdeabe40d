import { type Api, ApiError } from '../api.ts';
import type { Toasts } from '../toasts.ts';
import { parseMeta } from './meta.ts';
import type { OwnPlugin, PluginDetail } from './wire.ts';
import type { Workbench } from './workbench.ts';

interface OpenPluginDependencies {
  api: Api;
  toasts: Toasts;
  workbench: Workbench;
}

/** What the list of own plugins does not tell; nothing for one that the store hides. */
async function findDetail(api: Api, id: string): Promise<PluginDetail | null> {
  try {
    return await api.get<PluginDetail>(`api/v1/store/plugin/${id}/detail`);
  } catch (error) {
    if (error instanceof ApiError) return null;
    throw error;
  }
}

/** Opens the draft of a published plugin, or makes one from what is published. */
export async function openPlugin(
  { api, toasts, workbench }: OpenPluginDependencies,
  own: readonly OwnPlugin[],
  name: string,
): Promise<void> {
  const kept = workbench.drafts.value.find(({ meta }) => meta.name === name);
  if (kept) {
    workbench.select(kept.id);
    return;
  }
  const plugin = own.find((each) => each.name === name);
  if (!plugin) {
    toasts.show(`${name} is no plugin of yours.`, 'failed');
    return;
  }
  const detail = await findDetail(api, plugin.id);
  workbench.add({
    code: plugin.script ?? '',
    meta: parseMeta({ ...plugin, ...detail, changelog: '' }),
  });
}
