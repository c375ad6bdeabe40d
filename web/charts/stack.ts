import { html } from 'htm/preact';
import { formatExactDuration } from '../ui/format.ts';
import type { Part } from '../wire.ts';

/** How bars are divided. */
export interface Stacking {
  /** From the bottom up; '' is the unknown. */
  names: readonly string[];
  markStyle: (name: string) => Record<string, string>;
  chosen: readonly string[];
  onChoose: (name: string) => void;
}

export interface Layer {
  key: string;
  seconds: number;
  style: Record<string, string>;
}

interface Stacked {
  seconds: number;
  parts: readonly Part[];
}

/** What everything beyond the named layers looks like. */
const REST_STYLE = { '--mark-dark': '#71717a', '--mark-light': '#85858e' };

export function nameOf(name: string): string {
  return name || 'Unknown';
}

export function secondsOf({ parts }: Stacked, name: string): number {
  return parts.find((part) => part.name === name)?.seconds ?? 0;
}

/** The layers of one bar, the first at the bottom, what no name accounts for on top. */
export function layersOf(bar: Stacked, { names, markStyle }: Stacking): Layer[] {
  const named = names.map((name) => ({
    key: `named ${name}`,
    seconds: secondsOf(bar, name),
    style: name === '' ? REST_STYLE : markStyle(name),
  }));
  const rest = bar.seconds - named.reduce((sum, { seconds }) => sum + seconds, 0);
  return [...named, { key: 'rest', seconds: rest, style: REST_STYLE }].filter(
    ({ seconds }) => seconds > 0,
  );
}

/** Which colour is whom; a click filters. */
export function StackLegend({ stacking }: { stacking: Stacking }) {
  const { names, markStyle, chosen, onChoose } = stacking;
  return html`
    <ul class="stack-legend">
      ${names.map(
        (name) => html`
          <li key=${name}>
            <button
              class="stack-name"
              type="button"
              aria-pressed=${chosen.includes(name)}
              onClick=${() => onChoose(name)}
            >
              <span class="mark stack-dot" style=${name === '' ? REST_STYLE : markStyle(name)}></span>
              ${nameOf(name)}
            </button>
          </li>
        `,
      )}
    </ul>
  `;
}

/** What one bar holds, the most first. */
export function StackTipRows({ bar, stacking }: { bar: Stacked; stacking: Stacking }) {
  const rows = [...bar.parts]
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds);
  return rows.map(
    ({ name, seconds }) => html`
      <span key=${name} class="stack-tip-row">
        <span class="mark stack-dot" style=${name === '' ? REST_STYLE : stacking.markStyle(name)}></span>
        ${nameOf(name)} ${formatExactDuration(seconds)}, ${Math.round((seconds / bar.seconds) * 100)} %
      </span>
    `,
  );
}
