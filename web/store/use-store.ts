import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { type Resource, useResource } from '../ui/resource.ts';
import type { StorePlugin } from './plugins.ts';

/** What the store says at `path`, read again whenever something in it or of this person's changed. */
export function useStore<Data>(path: string): Resource<Data> {
  const { api, live } = useApp();
  const resource = useResource<Data>((signal) => api.get<Data>(path, { signal }), path);
  useEffect(() => live.subscribe('plugins', () => void resource.refresh()), [live, resource]);
  return resource;
}

/** What this person has installed; nothing for strangers, who are not asked about. */
export function useInstalled(): Resource<{ installed: StorePlugin[] }> {
  const { api, live, session } = useApp();
  const isMember = Boolean(session.me.value);
  const resource = useResource<{ installed: StorePlugin[] }>(
    async (signal) =>
      isMember ? api.get('api/v1/store/installed', { signal }) : { installed: [] },
    String(isMember),
  );
  useEffect(() => live.subscribe('plugins', () => void resource.refresh()), [live, resource]);
  return resource;
}
