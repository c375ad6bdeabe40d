import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
}

/** Ids that tie a control to its label, hint and error. */
export interface FieldIds {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

/** A label, a control made by `children`, and the sentence below it: the error, else the hint. */
export function Field(props: FieldProps & { children: (ids: FieldIds) => ComponentChildren }) {
  const id = useId();
  const note = props.error ?? props.hint;
  return html`
    <div class="field">
      <label class="field-label" for=${id}>${props.label}</label>
      ${props.children({
        id,
        'aria-describedby': note ? `${id}-note` : undefined,
        'aria-invalid': props.error !== undefined,
      })}
      ${note && html`<p id=${`${id}-note`} class=${props.error ? 'field-error' : 'field-hint'}>${note}</p>`}
    </div>
  `;
}

export interface TextFieldProps extends FieldProps {
  value: Signal<string>;
  name: string;
  type?: 'text' | 'password' | 'number';
  autocomplete?: string;
  required?: boolean;
  minLength?: number;
  maxLength?: number;
  min?: number;
  max?: number;
  placeholder?: string;
  autofocus?: boolean;
  readOnly?: boolean;
}

export function TextField({ label, hint, error, value, type = 'text', ...rest }: TextFieldProps) {
  const control = (ids: FieldIds) => html`
    <input
      class="input"
      type=${type}
      value=${value.value}
      onInput=${(event: InputEvent & { currentTarget: HTMLInputElement }) => {
        value.value = event.currentTarget.value;
      }}
      spellcheck=${false}
      autocapitalize="none"
      ...${ids}
      ...${rest}
    />
  `;
  return html`<${Field} label=${label} hint=${hint} error=${error}>${control}</>`;
}
