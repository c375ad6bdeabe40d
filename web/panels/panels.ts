import { useComputed } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useResource } from '../ui/resource.ts';
import { useArrangement } from './arrangement.ts';
import { PanelCard } from './panel.ts';
import type { Panel } from './wire.ts';

/** The panels of a person's plugins, as they arranged them. */
export function Panels() {
  const { api, live } = useApp();
  const answer = useResource<{ panels: Panel[] }>((signal) =>
    api.get('api/v1/plugins/panels', { signal }),
  );
  useEffect(() => live.subscribe('plugins', () => void answer.refresh()), [live, answer]);
  const panels = useComputed(() => answer.data.value?.panels ?? []);
  const arrangement = useArrangement(panels, answer.refresh);
  const layout = arrangement.layout.value;
  const standing = useStanding(panels.value);
  const failure = answer.error.value;
  if (!answer.data.value) {
    return failure && html`<${FailureNotice} error=${failure} onRetry=${answer.refresh} />`;
  }
  return html`
    <section class="panels" aria-labelledby="panels-title">
      <div class="panels-head">
        <h2 class="panels-title" id="panels-title">Panels</h2>
        <a class="panels-add" href="plugin-store">
          ${standing.length === 0 ? 'Add panels from the plugin store' : 'Add panels'}
        </a>
      </div>
      <p class="visually-hidden" id="panels-help">
        Arrow keys move, Shift and arrow keys resize, Enter keeps it, Escape goes back.
      </p>
      <p class="visually-hidden" role="status" aria-live="polite">${arrangement.announcement.value}</p>
      <div class="panels-grid">
        ${standing.map((panel) => {
          const { panel: name, columns, rows } = panel;
          const index = layout.findIndex((place) => place.name === name);
          return html`
            <${PanelCard}
              key=${name}
              panel=${panel}
              place=${layout[index] ?? { name, columns, rows }}
              index=${index < 0 ? layout.length : index}
              arrangement=${arrangement}
              onChanged=${answer.refresh}
            />
          `;
        })}
      </div>
    </section>
  `;
}

/**
 * The panels in the order in which they came to this page. A frame that moves in the document loads
 * anew, so the style sheet puts them where they belong.
 */
function useStanding(panels: readonly Panel[]): Panel[] {
  const names = useRef<string[]>([]);
  const byName = new Map(panels.map((panel) => [panel.panel, panel]));
  const known = names.current.filter((name) => byName.has(name));
  const added = [...byName.keys()].filter((name) => !known.includes(name));
  names.current = [...known, ...added];
  return names.current.flatMap((name) => byName.get(name) ?? []);
}
