import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { ApiError } from '../api.ts';
import { useApp } from '../app.ts';
import { ROW_PX } from './arranging.ts';
import { runPanel, type WidgetFailure } from './run-panel.ts';
import type { Panel, PanelToken } from './wire.ts';

/** What a panel tells of itself to the author, of one load; an endless loop of errors is one error. */
const MOST_REPORTS = 5;

interface PanelBodyProps {
  panel: Panel;
  rows: number | null;
  /** Another number runs the widget again, with what the panel holds then. */
  run: number;
}

/** The widget in its frame, and what went wrong with it. */
export function PanelBody({ panel, rows, run }: PanelBodyProps) {
  const { api } = useApp();
  const { panel: name, title, script } = panel;
  const place = useRef<HTMLDivElement>(null);
  const failure = useSignal<WidgetFailure | null>(null);
  const again = useSignal(0);
  useEffect(() => {
    failure.value = null;
    if (!place.current || script === null) return undefined;
    const reported = new Set<string>();
    const path = `api/v1/plugins/${encodeURIComponent(name)}`;
    return runPanel(place.current, {
      name,
      title,
      script,
      askToken: async () => (await api.post<PanelToken>(`${path}/token`)).token,
      onFailure(seen) {
        failure.value = seen;
        const { message, line } = seen;
        if (reported.has(message) || reported.size >= MOST_REPORTS) return;
        reported.add(message);
        // The author misses one; there is nothing that this page could do about it.
        api.post(`${path}/errors`, { message, line }).catch(() => {});
      },
      onUnavailable(error) {
        const message = error instanceof ApiError ? error.message : String(error);
        failure.value = { message, line: null, isFatal: true };
      },
    });
  }, [name, run, again.value]);

  const style = rows === null ? {} : { height: `${rows * ROW_PX}px` };
  return html`
    ${failure.value && html`<${Failure} failure=${failure.value} onRetry=${() => again.value++} />`}
    <div
      class="panel-val"
      id=${`pval-${name}`}
      ref=${place}
      style=${style}
      data-failed=${failure.value?.isFatal ? 'true' : undefined}
    />
  `;
}

function Failure({ failure, onRetry }: { failure: WidgetFailure; onRetry: () => void }) {
  return html`
    <details class="panel-error">
      <summary>⚠ Plugin error</summary>
      <p class="panel-error-message">
        ${failure.message}${failure.line !== null && ` (line ${failure.line})`}
      </p>
      <button class="btn" type="button" onClick=${onRetry}>Run it again</button>
    </details>
  `;
}
