import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import { Field, type FieldIds, type FieldProps } from './field.ts';

export interface AreaFieldProps extends FieldProps {
  value: Signal<string>;
  name: string;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  required?: boolean;
  /** Code: a fixed pitch, and nothing corrected while typing. */
  isCode?: boolean;
}

/** Text of several lines. */
export function AreaField(props: AreaFieldProps) {
  const { label, hint, error, value, rows = 4, isCode = false, ...rest } = props;
  const control = (ids: FieldIds) => html`
    <textarea
      class=${isCode ? 'input textarea textarea-code' : 'input textarea'}
      rows=${rows}
      value=${value.value}
      onInput=${(event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
        value.value = event.currentTarget.value;
      }}
      spellcheck=${!isCode}
      ...${ids}
      ...${rest}
    ></textarea>
  `;
  return html`<${Field} label=${label} hint=${hint} error=${error}>${control}</>`;
}
