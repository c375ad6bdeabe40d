import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { useResource } from '../../ui/resource.ts';
import type { Recompute } from '../../wire.ts';

/** How far counting anew has come; nothing when it is done. `question` changes when it may start. */
export function RecomputeProgress({ question }: { question: string }) {
  const { api, live } = useApp();
  const resource = useResource<{ recompute: Recompute | null }>(
    (signal) => api.get('api/v1/recompute', { signal }),
    question,
  );
  useEffect(() => live.subscribe('recompute', () => void resource.refresh()), [live, resource]);
  const recompute = resource.data.value?.recompute;
  if (!recompute || recompute.done >= recompute.total) return null;
  const percentage = Math.floor((recompute.done / recompute.total) * 100);
  return html`
    <div class="recompute" role="status">
      <p>Counting anew: ${percentage} %. You can leave; it goes on.</p>
      <progress class="progress" aria-label="Counting anew" max=${recompute.total} value=${recompute.done}></progress>
    </div>
  `;
}
