import { html } from 'htm/preact';
import { useId } from 'preact/hooks';

interface SegmentedProps<Value extends string> {
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChoose: (value: Value) => void;
}

/** A few exclusive choices in one row; radio buttons underneath. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  return html`
    <fieldset class="segmented">
      <legend class="visually-hidden">${props.label}</legend>
      ${props.options.map(
        ({ value, label }) => html`
          <label class="segment" key=${value}>
            <input
              class="visually-hidden"
              type="radio"
              name=${name}
              value=${value}
              checked=${value === props.value}
              onChange=${() => props.onChoose(value)}
            />
            <span>${label}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}
