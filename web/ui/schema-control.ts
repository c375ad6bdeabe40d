import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { Field, type FieldIds } from './field.ts';
import { type Draft, labelOf, type Setting } from './schema-values.ts';

interface ControlProps {
  name: string;
  setting: Setting;
  isRequired: boolean;
  draft: Signal<Draft>;
  error: string | undefined;
}

type Typed = { currentTarget: { value: string } };
type Ticked = { currentTarget: HTMLInputElement };

/** The field of one setting: what its type and format ask for. */
export function SchemaControl(props: ControlProps) {
  const { name, setting, error } = props;
  if (setting.type === 'boolean') return html`<${Tick} ...${props} />`;
  if (setting.type === 'array' && setting.items.enum) {
    return html`<${Ticks} ...${props} choices=${setting.items.enum} />`;
  }
  return html`
    <${Field} label=${labelOf(name, setting)} hint=${setting.description} error=${error}>
      ${(ids: FieldIds) => html`<${Input} ...${props} ids=${ids} />`}
    </>
  `;
}

function Input({ name, setting, isRequired, draft, ids }: ControlProps & { ids: FieldIds }) {
  const common = {
    class: 'input',
    name,
    value: draft.value,
    required: isRequired && setting.type !== 'array' && setting.default === undefined,
    onInput: ({ currentTarget }: Typed) => {
      draft.value = currentTarget.value;
    },
    ...ids,
  };
  if (setting.type === 'array') {
    return html`<textarea ...${common} class="input textarea" rows=${4} placeholder="One a line"></textarea>`;
  }
  if (setting.type === 'boolean') return null;
  if (setting.type !== 'string') {
    const { minimum, maximum, type } = setting;
    const step = type === 'integer' ? 1 : 'any';
    return html`<input ...${common} type="number" min=${minimum} max=${maximum} step=${step} placeholder=${setting.default} />`;
  }
  if (setting.enum) {
    return html`
      <select ...${common}>
        ${!isRequired && html`<option value="">${setting.default ? `Default (${setting.default})` : 'None'}</option>`}
        ${setting.enum.map((choice) => html`<option key=${choice} value=${choice}>${choice}</option>`)}
      </select>
    `;
  }
  const lengths = { minlength: setting.minLength, maxlength: setting.maxLength };
  if (setting.format === 'textarea') {
    return html`<textarea ...${common} ...${lengths} class="input textarea" rows=${4}></textarea>`;
  }
  return html`<input ...${common} ...${lengths} type=${inputType(setting.format)} placeholder=${setting.default} autocomplete="off" />`;
}

function inputType(format: string | undefined): string {
  if (format === 'color' || format === 'date' || format === 'time') return format;
  if (format === 'uri') return 'url';
  return format === 'password' ? 'password' : 'text';
}

function Note({ id, text, isError }: { id: string; text: string | undefined; isError: boolean }) {
  return text && html`<p id=${id} class=${isError ? 'field-error' : 'field-hint'}>${text}</p>`;
}

function Tick({ name, setting, draft, error }: ControlProps) {
  const id = useId();
  const note = error ?? setting.description;
  return html`
    <div class="field">
      <label class="tick">
        <input
          type="checkbox"
          name=${name}
          checked=${draft.value === true}
          aria-describedby=${note ? id : undefined}
          onChange=${({ currentTarget }: Ticked) => {
            draft.value = currentTarget.checked;
          }}
        />
        <span>${labelOf(name, setting)}</span>
      </label>
      <${Note} id=${id} text=${note} isError=${error !== undefined} />
    </div>
  `;
}

function Ticks({ name, setting, draft, error, choices }: ControlProps & { choices: string[] }) {
  const id = useId();
  const note = error ?? setting.description;
  const chosen = Array.isArray(draft.value) ? draft.value : [];
  const choose = (choice: string, isChosen: boolean) => {
    draft.value = choices.filter((it) => (it === choice ? isChosen : chosen.includes(it)));
  };
  return html`
    <fieldset class="field ticks" aria-describedby=${note ? id : undefined}>
      <legend class="field-label">${labelOf(name, setting)}</legend>
      ${choices.map(
        (choice) => html`
          <label class="tick" key=${choice}>
            <input
              type="checkbox"
              name=${name}
              value=${choice}
              checked=${chosen.includes(choice)}
              onChange=${({ currentTarget }: Ticked) => choose(choice, currentTarget.checked)}
            />
            <span>${choice}</span>
          </label>
        `,
      )}
      <${Note} id=${id} text=${note} isError=${error !== undefined} />
    </fieldset>
  `;
}
