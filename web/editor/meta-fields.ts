import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { META_LIMITS, type MetaField } from './meta.ts';
import type { Workbench } from './workbench.ts';

/** Element ids as CodeTrackr's editor has them: `metaDisplayName`. */
const idOf = (field: MetaField) =>
  `meta${field.replace(/(^|_)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())}`;

export interface MetaProps {
  workbench: Workbench;
  field: MetaField;
  label: string;
  hint?: ComponentChildren;
  problem?: string | undefined;
}

type Typed = { currentTarget: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement };

function controlOf({ workbench, field, hint, problem }: MetaProps) {
  const id = idOf(field);
  return {
    class: 'input',
    id,
    name: field,
    value: workbench.draft.value.meta[field],
    maxLength: META_LIMITS[field],
    'aria-invalid': problem !== undefined,
    'aria-describedby': (problem ?? hint) ? `${id}-note` : undefined,
    onInput: ({ currentTarget }: Typed) => workbench.changeMeta({ [field]: currentTarget.value }),
  };
}

function Labelled(props: MetaProps & { children: ComponentChildren }) {
  const { field, label, hint, problem, children } = props;
  const note = problem ?? hint;
  return html`
    <div class="field">
      <label class="field-label" for=${idOf(field)}>${label}</label>
      ${children}
      ${note && html`<p id=${`${idOf(field)}-note`} class=${problem ? 'field-error' : 'field-hint'}>${note}</p>`}
    </div>
  `;
}

export function MetaText(props: MetaProps & { placeholder?: string }) {
  return html`
    <${Labelled} ...${props}>
      <input
        type="text"
        spellcheck=${false}
        autocapitalize="none"
        autocomplete="off"
        placeholder=${props.placeholder}
        ...${controlOf(props)}
      />
    </>
  `;
}

export function MetaArea(
  props: MetaProps & { rows: number; isCode?: boolean; placeholder?: string },
) {
  const control = controlOf(props);
  return html`
    <${Labelled} ...${props}>
      <textarea
        rows=${props.rows}
        placeholder=${props.placeholder}
        ...${control}
        class=${props.isCode ? 'input cteditor-json' : 'input cteditor-area'}
      ></textarea>
    </>
  `;
}

export function MetaSelect(
  props: MetaProps & { options: readonly (readonly [value: string, label: string])[] },
) {
  return html`
    <${Labelled} ...${props}>
      <select ...${controlOf(props)}>
        ${props.options.map(([value, label]) => html`<option key=${value} value=${value}>${label}</option>`)}
      </select>
    </>
  `;
}
