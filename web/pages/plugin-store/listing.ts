import { html } from 'htm/preact';
import { Search } from 'lucide';
import { useApp } from '../../app.ts';
import { PluginCard } from '../../store/plugin-card.ts';
import type { Card } from '../../store/plugins.ts';
import { useInstalled, useStore } from '../../store/use-store.ts';
import { type Asked, KINDS, type Kind, SORTS, toQuestion, withChange } from '../../store/view.ts';
import { Icon } from '../../ui/icon.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { Segmented } from '../../ui/segmented.ts';
import { EmptyStore, NoneFound, Waiting } from './empty.ts';

/** Everything that is published, searched, sorted and narrowed down as the address says. */
export function Listing({ asked }: { asked: Asked }) {
  const { router } = useApp();
  const list = useStore<{ plugins: Card[] }>(toQuestion(asked));
  const installed = useInstalled();
  const plugins = list.data.value?.plugins;
  const failure = list.error.value;
  const isNarrowed = asked.words.trim() !== '' || asked.kind !== 'all';
  const own = new Set(installed.data.value?.installed.map(({ id }) => id));
  /** Without a step back for each letter. */
  const change = (key: 'q' | 'sort' | 'kind', value: string) =>
    router.navigate(withChange(router.place.value.query, key, value), { replace: true });
  if (plugins?.length === 0 && !isNarrowed && !list.isReloading.value) {
    return html`<${EmptyStore} onChange=${list.refresh} />`;
  }
  return html`
    <${Controls} asked=${asked} onChange=${change} />
    ${failure && html`<${FailureNotice} error=${failure} onRetry=${list.refresh} />`}
    <div aria-busy=${list.isReloading.value}>
      ${
        plugins?.length === 0
          ? html`<${NoneFound} words=${asked.words} onClear=${() => router.navigate('plugin-store')} />`
          : html`
              <ul class="plugin-grid">
                ${plugins?.map((plugin) => html`<${PluginCard} key=${plugin.id} plugin=${plugin} mark=${own.has(plugin.id) && 'Installed'} />`)}
              </ul>
            `
      }
      ${!plugins && !failure && html`<${Waiting} />`}
    </div>
  `;
}

interface ControlsProps {
  asked: Asked;
  onChange: (key: 'q' | 'sort' | 'kind', value: string) => void;
}

function Controls({ asked, onChange }: ControlsProps) {
  return html`
    <div class="store-controls">
      <label class="store-search">
        <${Icon} of=${Search} />
        <span class="visually-hidden">Search plugins</span>
        <input
          class="input"
          type="search"
          placeholder="Search plugins"
          maxlength=${100}
          value=${asked.words}
          onInput=${(event: { currentTarget: HTMLInputElement }) => onChange('q', event.currentTarget.value)}
        />
      </label>
      <${Segmented} label="Kind" options=${KINDS} value=${asked.kind} onChoose=${(kind: Kind) => onChange('kind', kind)} />
      <label class="store-sort">
        <span class="visually-hidden">Sort by</span>
        <select
          class="input"
          value=${asked.sort}
          onChange=${(event: { currentTarget: HTMLSelectElement }) => onChange('sort', event.currentTarget.value)}
        >
          ${SORTS.map(({ value, label }) => html`<option key=${value} value=${value}>${label}</option>`)}
        </select>
      </label>
    </div>
  `;
}
