import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { splitPath } from '../../../figures/files.ts';
import { formatExactDuration } from '../../../ui/format.ts';
import { Segmented } from '../../../ui/segmented.ts';
import type { ExplainedHeartbeat, Explanation } from '../../../wire.ts';
import { exactClockOf } from '../clock.ts';
import { explainHeartbeat } from './words.ts';

const SHOWN_AT_FIRST = 12;
/** Rows that each "show more" adds. */
const ROWS_STEP = 50;

type Kept = 'all' | 'counted' | 'dropped';
const CHOICES: readonly { value: Kept; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'counted', label: 'Counted' },
  { value: 'dropped', label: 'Not counted' },
];

/** Every heartbeat of the day with the rule that decided, in plain words. */
export function Heartbeats({ explanation, zone }: { explanation: Explanation; zone: string }) {
  const kept = useSignal<Kept>('all');
  const limit = useSignal(SHOWN_AT_FIRST);
  const items = explanation.items.filter((item) => isKept(item, kept.value));
  const rest = items.length - limit.value;
  return html`
    <div class="beats-head">
      <h3 class="explain-title">Heartbeat by heartbeat</h3>
      <${Segmented}
        label="Heartbeats"
        options=${CHOICES}
        value=${kept.value}
        onChoose=${(value: Kept) => {
          kept.value = value;
          limit.value = SHOWN_AT_FIRST;
        }}
      />
    </div>
    ${items.length === 0 && html`<p class="figure-empty">None of the day's heartbeats.</p>`}
    <ol class="beats">
      ${items.slice(0, limit.value).map(
        (item, index) => html`
          <li key=${`${item.time} ${index}`} class="beat" data-counts=${item.counted_seconds > 0}>
            <time class="beat-time">${exactClockOf(item.time, zone)}</time>
            <span class="beat-what" title=${item.file || undefined}>
              ${item.project || 'Unknown'}${item.file && ` · ${splitPath(item.file).name}`}
            </span>
            <span class="beat-why">${explainHeartbeat(item, explanation.timeout_seconds)}</span>
            <span class="beat-counted">${item.counted_seconds > 0 ? formatExactDuration(item.counted_seconds) : '–'}</span>
          </li>
        `,
      )}
    </ol>
    ${
      rest > 0 &&
      html`
        <button
          class="btn beats-more"
          type="button"
          onClick=${() => {
            limit.value += ROWS_STEP;
          }}
        >
          Show ${Math.min(rest, ROWS_STEP)} more of ${rest}
        </button>
      `
    }
    ${
      explanation.listed_until !== null &&
      html`<p class="figure-note">Listed up to ${exactClockOf(explanation.listed_until, zone)}; the total counts what came later too.</p>`
    }
  `;
}

function isKept({ counted_seconds }: ExplainedHeartbeat, kept: Kept): boolean {
  if (kept === 'all') return true;
  return counted_seconds > 0 === (kept === 'counted');
}
