import { html } from 'htm/preact';
import type { Day } from '../wire.ts';
import { useQuestion } from './address.ts';
import { withRange } from './question.ts';
import type { Asked } from './range.ts';
import { ranges } from './range.ts';

interface RangeSwitchProps {
  asked: Asked;
  /** The days shown; empty until known. */
  days: readonly Day[];
}

/** Links, not buttons: each range has an address, and Back returns to the one before. */
export function RangeSwitch({ asked, days }: RangeSwitchProps) {
  const { query, addressOf, showDays } = useQuestion();
  const first = days[0]?.date ?? '';
  const last = days.at(-1)?.date ?? '';
  const choose = (start: string, end: string) => {
    if (start && end) showDays(start, end);
  };
  return html`
    <div class="range-controls">
      <nav class="segmented" aria-label="Range">
        ${ranges.map(
          (range) => html`
            <a
              key=${range.id}
              class="segment-link"
              href=${addressOf(withRange(query, range.id))}
              title=${range.title}
              aria-current=${range === asked.named ? 'true' : undefined}
            >
              ${range.label}
            </a>
          `,
        )}
      </nav>
      <div class="range-days">
        <${DateField} label="First day" value=${first} onChoose=${(date: string) => choose(date, last)} />
        <span aria-hidden="true">–</span>
        <${DateField} label="Last day" value=${last} onChoose=${(date: string) => choose(first, date)} />
      </div>
    </div>
  `;
}

interface DateFieldProps {
  label: string;
  value: string;
  onChoose: (date: string) => void;
}

function DateField({ label, value, onChoose }: DateFieldProps) {
  return html`
    <input
      class="range-date"
      type="date"
      aria-label=${label}
      value=${value}
      onChange=${(event: { currentTarget: HTMLInputElement }) => onChoose(event.currentTarget.value)}
    />
  `;
}
