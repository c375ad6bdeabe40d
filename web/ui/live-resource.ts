import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { type Resource, useResource } from './resource.ts';

/** Numbers from `path`, read again whenever this person's timeline changes. */
export function useLiveResource<Data>(path: string): Resource<Data> {
  const { api, live } = useApp();
  const resource = useResource<Data>((signal) => api.get<Data>(path, { signal }), path);
  useEffect(() => live.subscribe('timeline', () => void resource.refresh()), [live, resource]);
  return resource;
}
