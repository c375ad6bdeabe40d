import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { useApp } from '../app.ts';
import { DOCS_PAGES, docsAddress } from '../docs/pages.ts';
import { dayAddress, valueAddress } from '../ui/address.ts';
import { useResource } from '../ui/resource.ts';
import { rovingTarget } from '../ui/roving.ts';
import { localDate } from '../ui/zone.ts';
import type { Destination } from './destinations.ts';
import { Modal } from './modal.ts';
import { type Entry, findEntries } from './search-entries.ts';

interface SearchProps {
  destinations: readonly Destination[];
  onClose: () => void;
}

/** Goes to any page, project, language or day by a part of its name. */
export function Search({ destinations, onClose }: SearchProps) {
  const { router, session } = useApp();
  const listId = useId();
  const text = useSignal('');
  const active = useSignal(0);
  const named = useNamed();
  const pages = destinations.map(
    ({ path, label }): Entry => ({ kind: 'Page', name: label, address: path || './' }),
  );
  const further: Entry[] = [
    { kind: 'Page', name: 'Themes', address: 'themes' },
    ...DOCS_PAGES.map(({ slug, title }) => ({
      kind: 'Docs',
      name: title,
      address: docsAddress(slug),
    })),
  ];
  const find = () => {
    const today = localDate(Date.now(), session.me.value?.timezone ?? 'UTC');
    return findEntries([...pages, ...named, ...further], text.value, today, dayAddress);
  };
  const found = find();
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    router.navigate(entry.address);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      // Not `found`: the keystroke before this one may not be drawn yet.
      choose(find()[active.value]);
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      active.value = rovingTarget(event.key, active.value, found.length) ?? 0;
    }
  };
  const onInput = (event: { currentTarget: HTMLInputElement }) => {
    text.value = event.currentTarget.value;
    active.value = 0;
  };
  return html`
    <${Modal} label="Search" class="search" onClose=${onClose}>
      <input
        class="search-field"
        type="text"
        role="combobox"
        aria-label="Search pages, projects, languages and days"
        aria-expanded=${found.length > 0}
        aria-controls=${listId}
        aria-activedescendant=${found.length > 0 ? `${listId}-${active.value}` : undefined}
        placeholder="Project, language, page, or a day: yesterday, 2026-11-20"
        autocomplete="off"
        spellcheck=${false}
        value=${text.value}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
      />
      <ul class="search-list" id=${listId} role="listbox" aria-label="Found" hidden=${found.length === 0}>
        ${found.map(
          (entry, index) => html`
            <li
              key=${`${entry.kind} ${entry.name}`}
              id=${`${listId}-${index}`}
              class="search-entry"
              role="option"
              aria-selected=${index === active.value}
              onMouseMove=${() => {
                active.value = index;
              }}
              onClick=${() => choose(entry)}
            >
              <span class="search-name">${entry.name}</span>
              <span class="search-kind">${entry.kind}</span>
            </li>
          `,
        )}
      </ul>
      <p class="search-none" role="status" hidden=${found.length > 0}>
        Nothing is called “${text.value}”.
      </p>
    </>
  `;
}

/** What the person's time has names for, the most used first; empty until known, or when it cannot be. */
function useNamed(): Entry[] {
  const { api } = useApp();
  const projects = useResource<{ projects: { project: string }[] }>((signal) =>
    api.get('api/v1/stats/projects?range=all', { signal }),
  );
  const languages = useResource<{ languages: { language: string }[] }>((signal) =>
    api.get('api/v1/stats/languages?range=all', { signal }),
  );
  return [
    ...(projects.data.value?.projects ?? []).map(({ project: name }): Entry => {
      return { kind: 'Project', name, address: valueAddress('project', name) };
    }),
    ...(languages.data.value?.languages ?? []).map(({ language: name }): Entry => {
      return { kind: 'Language', name, address: valueAddress('language', name) };
    }),
  ].filter(({ name }) => name !== '');
}
