import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { focusByArrows } from './roving.ts';

interface TabsProps {
  label: string;
  tabs: readonly { id: string; label: string }[];
  selected: Signal<string>;
  /** The panel of the selected tab. */
  children: ComponentChildren;
}

/** The documented `.code-tabs`, with the roles and arrow keys of a tab list. */
export function Tabs({ label, tabs, selected, children }: TabsProps) {
  const id = useId();
  return html`
    <div class="tabs">
      <div
        class="code-tabs"
        role="tablist"
        aria-label=${label}
        onKeyDown=${(event: KeyboardEvent & { currentTarget: HTMLElement }) =>
          focusByArrows(event, '[role=tab]')}
      >
        ${tabs.map((tab) => {
          const isSelected = tab.id === selected.value;
          const select = () => {
            selected.value = tab.id;
          };
          return html`
            <button
              key=${tab.id}
              id=${`${id}-${tab.id}`}
              class=${isSelected ? 'code-tab active' : 'code-tab'}
              type="button"
              role="tab"
              aria-selected=${isSelected}
              aria-controls=${`${id}-panel`}
              tabindex=${isSelected ? 0 : -1}
              onClick=${select}
              onFocus=${select}
            >
              ${tab.label}
            </button>
          `;
        })}
      </div>
      <div
        id=${`${id}-panel`}
        class="tab-panel"
        role="tabpanel"
        aria-labelledby=${`${id}-${selected.value}`}
      >
        ${children}
      </div>
    </div>
  `;
}
