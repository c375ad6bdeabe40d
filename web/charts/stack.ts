import { html } from 'htm/preact';
import { formatExactDuration, formatPercentage } from '../ui/format.ts';
import { REST_STYLE } from '../ui/project-colour.ts';
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

const REST_NAME = 'Everything else';

export function nameOf(name: string): string {
  return name || 'Unknown';
}

export function secondsOf({ parts }: Stacked, name: string): number {
  return parts.find((part) => part.name === name)?.seconds ?? 0;
}

/** What no name accounts for. */
export function restOf(bar: Stacked, names: readonly string[]): number {
  return bar.seconds - names.reduce((sum, name) => sum + secondsOf(bar, name), 0);
}

/** The layers of one bar, the first at the bottom, what no name accounts for on top. */
export function layersOf(bar: Stacked, { names, markStyle }: Stacking): Layer[] {
  const named = names.map((name) => ({
    key: `named ${name}`,
    seconds: secondsOf(bar, name),
    style: name === '' ? REST_STYLE : markStyle(name),
  }));
  return [...named, { key: 'rest', seconds: restOf(bar, names), style: REST_STYLE }].filter(
    ({ seconds }) => seconds > 0,
  );
}

/** Which colour is whom; a click filters. */
export function StackLegend({ stacking, hasRest }: { stacking: Stacking; hasRest: boolean }) {
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
      ${
        hasRest &&
        html`<li class="stack-name"><span class="mark stack-dot" style=${REST_STYLE}></span>${REST_NAME}</li>`
      }
    </ul>
  `;
}

/** What one bar holds, the most first. */
export function StackTipRows({ bar, stacking }: { bar: Stacked; stacking: Stacking }) {
  const rows = bar.parts
    .filter(({ seconds }) => seconds > 0)
    .sort((a, b) => b.seconds - a.seconds)
    .map(({ name, seconds }) => ({
      name: nameOf(name),
      seconds,
      style: name === '' ? REST_STYLE : stacking.markStyle(name),
    }));
  const rest = restOf(bar, stacking.names);
  if (rest > 0) rows.push({ name: REST_NAME, seconds: rest, style: REST_STYLE });
  return rows.map(
    ({ name, seconds, style }) => html`
      <span key=${name} class="stack-tip-row">
        <span class="mark stack-dot" style=${style}></span>
        ${name} ${formatExactDuration(seconds)}, ${formatPercentage((seconds / bar.seconds) * 100)}
      </span>
    `,
  );
}
