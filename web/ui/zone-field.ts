import { type Signal, useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useId, useMemo } from 'preact/hooks';
import { Field, type FieldIds, type FieldProps } from './field.ts';
import { rovingTarget } from './roving.ts';
import { formatClock, listZones } from './zone.ts';
import { searchZones, zoneName } from './zone-search.ts';

type InputEventOf = Event & { currentTarget: HTMLInputElement };

/** A time zone, found by typing a part of its name (a combobox with a list). */
export function ZoneField({ value, ...field }: FieldProps & { value: Signal<string> }) {
  const listId = useId();
  const zones = useMemo(listZones, []);
  /** What was typed since the list opened; null while it is closed. */
  const query = useSignal<string | null>(null);
  const active = useSignal(0);
  const found = query.value === null ? [] : searchZones(zones, query.value);

  function choose(zone: string | undefined): void {
    if (zone) value.value = zone;
    query.value = null;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && query.value !== null) {
      event.preventDefault();
      query.value = null;
      return;
    }
    if (event.key === 'Enter' && query.value !== null) {
      event.preventDefault();
      // Not `found`: the keystroke before this one may not be drawn yet.
      choose(searchZones(zones, query.value)[active.value]);
      return;
    }
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (query.value === null) query.value = '';
    else active.value = rovingTarget(event.key, active.value, found.length) ?? 0;
    document.getElementById(`${listId}-${active.value}`)?.scrollIntoView({ block: 'nearest' });
  }

  const control = (ids: FieldIds) => html`
    <div class="combobox">
      <input
        class="input"
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded=${query.value !== null}
        aria-controls=${listId}
        aria-activedescendant=${found.length > 0 ? `${listId}-${active.value}` : undefined}
        value=${query.value ?? zoneName(value.value)}
        autocomplete="off"
        spellcheck=${false}
        onFocus=${(event: InputEventOf) => event.currentTarget.select()}
        onClick=${() => {
          query.value ??= '';
        }}
        onInput=${(event: InputEventOf) => {
          query.value = event.currentTarget.value;
          active.value = 0;
        }}
        onKeyDown=${onKeyDown}
        onBlur=${() => choose(undefined)}
        placeholder=${zoneName(value.value)}
        ...${ids}
      />
      <ul
        id=${listId}
        class="combobox-list"
        role="listbox"
        aria-label=${field.label}
        hidden=${found.length === 0}
      >
        ${found.map(
          (zone, index) => html`
            <li
              key=${zone}
              id=${`${listId}-${index}`}
              role="option"
              aria-selected=${index === active.value}
              onMouseDown=${(event: MouseEvent) => {
                event.preventDefault();
                choose(zone);
              }}
            >
              <span>${zoneName(zone)}</span>
              <span class="combobox-note">${formatClock(Date.now(), zone)}</span>
            </li>
          `,
        )}
      </ul>
      <p class="combobox-list combobox-empty" role="status" hidden=${query.value === null || found.length > 0}>
        No zone has this name
      </p>
    </div>
  `;
  return html`<${Field} ...${field}>${control}</>`;
}
