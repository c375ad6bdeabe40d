import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { focusByArrows } from '../ui/roving.ts';

export type PaneName = 'code' | 'output' | 'publish';

interface PanesProps {
  selected: Signal<PaneName>;
  /** One pane at a time: the script is a tab too. */
  isNarrow: boolean;
  code: ComponentChildren;
  output: ComponentChildren;
  publish: ComponentChildren;
}

const LABELS: Readonly<Record<PaneName, string>> = {
  code: 'Code',
  output: 'Output',
  publish: 'Publish',
};

/** The script, and beside it (on a phone instead of it) what it says or what the store is told. */
export function Panes({ selected, isNarrow, code, output, publish }: PanesProps) {
  const names: PaneName[] = isNarrow ? ['code', 'output', 'publish'] : ['output', 'publish'];
  const shown = names.includes(selected.value) ? selected.value : 'output';
  const tab = (name: PaneName) => {
    const isSelected = name === shown;
    const select = () => {
      selected.value = name;
    };
    return html`
      <button
        key=${name}
        id=${`cteditor-tab-${name}`}
        class=${isSelected ? 'code-tab active' : 'code-tab'}
        type="button"
        role="tab"
        aria-selected=${isSelected}
        aria-controls=${`cteditor-pane-${name}`}
        tabindex=${isSelected ? 0 : -1}
        onClick=${select}
        onFocus=${select}
      >
        ${LABELS[name]}
      </button>
    `;
  };
  const pane = (name: PaneName, children: ComponentChildren) => html`
    <div
      class=${`cteditor-pane cteditor-pane-${name}`}
      id=${`cteditor-pane-${name}`}
      role="tabpanel"
      aria-labelledby=${`cteditor-tab-${name}`}
      hidden=${name !== shown}
    >
      ${children}
    </div>
  `;
  const script = html`<section class="cteditor-pane cteditor-pane-code" aria-label="Script">${code}</section>`;
  return html`
    <div class="cteditor-panes">
      ${!isNarrow && script}
      <div class="cteditor-side">
        <div
          class="code-tabs cteditor-tabs"
          role="tablist"
          aria-label="Panes"
          onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) =>
            focusByArrows(event, '[role=tab]')}
        >
          ${names.map(tab)}
        </div>
        ${isNarrow && pane('code', code)}
        ${pane('output', output)}
        ${pane('publish', publish)}
      </div>
    </div>
  `;
}
