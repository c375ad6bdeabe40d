import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { GripVertical, Settings2, X } from 'lucide';
import { useRef } from 'preact/hooks';
import { Icon } from '../ui/icon.ts';
import type { Arrangement } from './arrangement.ts';
import {
  type Arranged,
  arrangeByKey,
  moveByPointer,
  ROW_PX,
  resizeByPointer,
} from './arranging.ts';
import { defaultColumns, type Place } from './layout.ts';
import { PanelBody } from './panel-body.ts';
import { SettingsDialog, UninstallDialog } from './panel-dialogs.ts';
import { PanelNotices } from './panel-notices.ts';
import type { Panel } from './wire.ts';

interface PanelCardProps {
  panel: Panel;
  place: Place;
  /** Where it stands, from 0. */
  index: number;
  arrangement: Arrangement;
  onChanged: () => Promise<void>;
}

/** One plugin's panel: what moves it, what it is called, and its widget. */
export function PanelCard({ panel, place, index, arrangement, onChanged }: PanelCardProps) {
  const card = useRef<HTMLDivElement>(null);
  const dialog = useSignal<'none' | 'settings' | 'uninstall'>('none');
  const run = useSignal(0);
  /** What its frame runs: a new script waits until somebody asks for it. */
  const running = useRef(panel.script);
  const reload = () => {
    running.current = panel.script;
    run.value += 1;
  };
  // The first script that there is disturbs nobody.
  if (running.current === null && panel.script !== null) reload();
  const columns = place.columns ?? defaultColumns(panel.widget_type);
  const arranged: Arranged = {
    title: panel.title,
    place,
    arrangement,
    size: () => ({ columns, rows: place.rows ?? rowsOf(card.current) }),
  };
  const open = (name: 'none' | 'settings' | 'uninstall') => () => {
    dialog.value = name;
  };
  return html`
    <div
      class="plugin-panel card"
      id=${`plugin-panel-${panel.panel}`}
      ref=${card}
      data-panel-name=${panel.panel}
      data-columns=${columns}
      style=${{ order: index }}
    >
      <header class="panel-head">
        <button
          class="icon-button panel-drag-handle"
          type="button"
          aria-label=${`Move ${panel.title}`}
          aria-describedby="panels-help"
          onPointerDown=${(event: PointerEvent) => moveByPointer(event, arranged)}
          onKeyDown=${(event: KeyboardEvent) => arrangeByKey(event, arranged)}
          onBlur=${() => void arrangement.keep()}
        >
          <${Icon} of=${GripVertical} />
        </button>
        <h3 class="panel-title">
          ${panel.icon && html`<span class="panel-icon" aria-hidden="true">${panel.icon}</span>`}
          ${panel.title}
        </h3>
        ${
          panel.has_settings &&
          html`
            <button class="icon-button" type="button" aria-label=${`Settings of ${panel.title}`} onClick=${open('settings')}>
              <${Icon} of=${Settings2} />
            </button>
          `
        }
        <button class="icon-button" type="button" aria-label=${`Uninstall ${panel.title}`} onClick=${open('uninstall')}>
          <${Icon} of=${X} />
        </button>
      </header>
      <${PanelNotices}
        panel=${panel}
        isOutdated=${running.current !== panel.script}
        onReload=${reload}
        onChanged=${onChanged}
      />
      <${PanelBody} panel=${panel} rows=${place.rows} run=${run.value} />
      <span
        class="panel-resize-handle"
        aria-hidden="true"
        onPointerDown=${(event: PointerEvent) => resizeByPointer(event, arranged)}
      />
      ${dialog.value === 'settings' && html`<${SettingsDialog} panel=${panel} onClose=${open('none')} onSaved=${reload} />`}
      ${dialog.value === 'uninstall' && html`<${UninstallDialog} panel=${panel} onClose=${open('none')} onChanged=${onChanged} />`}
    </div>
  `;
}

/** How many rows its content takes now. */
function rowsOf(card: HTMLElement | null): number {
  const height = card?.querySelector('.panel-val')?.getBoundingClientRect().height ?? 0;
  return Math.max(Math.ceil(height / ROW_PX), 1);
}
