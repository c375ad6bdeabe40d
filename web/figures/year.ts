import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { YearHeat } from '../charts/year-heat.ts';
import { FailureNotice } from '../ui/notice.ts';
import type { Resource } from '../ui/resource.ts';
import type { Heatmap } from '../wire.ts';

/** The year's days once they are known, or why they are not. */
export function Year({ heatmap }: { heatmap: Resource<Heatmap> }) {
  const weekStart = useApp().session.me.value?.week_start ?? 1;
  const days = heatmap.data.value?.days;
  const failure = heatmap.error.value;
  if (days) return html`<${YearHeat} days=${days} weekStart=${weekStart} />`;
  if (!failure)
    return html`<div class="card figure year-waiting skeleton-block" data-span="12"></div>`;
  return html`
    <section class="card figure year-waiting" data-span="12" aria-label="The year">
      <h2 class="figure-title">The year</h2>
      <${FailureNotice} error=${failure} onRetry=${heatmap.refresh} />
    </section>
  `;
}
