import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import { Field, type FieldIds, type FieldProps } from './field.ts';

interface SelectFieldProps extends FieldProps {
  name: string;
  value: Signal<string>;
  options: readonly { value: string; label: string }[];
}

/** One of a few choices, as the browser shows them. */
export function SelectField({ label, hint, error, name, value, options }: SelectFieldProps) {
  const control = (ids: FieldIds) => html`
    <select
      class="input"
      name=${name}
      value=${value.value}
      onChange=${(event: Event & { currentTarget: HTMLSelectElement }) => {
        value.value = event.currentTarget.value;
      }}
      ...${ids}
    >
      ${options.map((option) => html`<option key=${option.value} value=${option.value}>${option.label}</option>`)}
    </select>
  `;
  return html`<${Field} label=${label} hint=${hint} error=${error}>${control}</>`;
}
