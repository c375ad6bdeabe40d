import { html } from 'htm/preact';
import { describeChange } from '../../../figures/change.ts';
import { Duration } from '../../../ui/duration.ts';
import { formatDuration, formatExactDuration } from '../../../ui/format.ts';
import type { Explanation } from '../../../wire.ts';

interface Choice {
  timeout: number;
  seconds: number;
  isCurrent: boolean;
}

/** The same heartbeats under other timeouts. */
export function WhatIf({ explanation }: { explanation: Explanation }) {
  const choices = toChoices(explanation);
  const most = Math.max(1, ...choices.map(({ seconds }) => seconds));
  return html`
    <ul class="what-ifs" aria-label="This day under other timeouts">
      ${choices.map(({ timeout, seconds, isCurrent }) => {
        const difference = seconds - explanation.total_seconds;
        return html`
          <li key=${timeout} class="what-if-row" aria-current=${isCurrent ? 'true' : undefined} title=${formatExactDuration(seconds)}>
            <span class="what-if-name">${timeoutName(timeout)}${isCurrent && html` <span class="what-if-yours">yours</span>`}</span>
            <span class="what-if-track" aria-hidden="true">
              <span class="what-if-bar" style=${{ width: `${(seconds / most) * 100}%` }}></span>
            </span>
            <span class="what-if-time"><${Duration} seconds=${seconds} /></span>
            <span class="what-if-change">
              ${Math.abs(difference) >= 1 && !isCurrent ? describeChange(seconds, explanation.total_seconds) : ''}
            </span>
          </li>
        `;
      })}
    </ul>
    <p class="figure-note">${sayRange(choices)} <a href="account">Change your timeout</a></p>
  `;
}

/** With the person's own timeout among them, whichever it is. */
function toChoices({ what_if, timeout_seconds, total_seconds }: Explanation): Choice[] {
  const own = { timeout: timeout_seconds, seconds: total_seconds, isCurrent: true };
  const others = what_if
    .filter((each) => each.timeout_seconds !== timeout_seconds)
    .map((each) => ({
      timeout: each.timeout_seconds,
      seconds: each.total_seconds,
      isCurrent: false,
    }));
  return [...others, own].sort((a, b) => a.timeout - b.timeout);
}

/** `15 min`. */
function timeoutName(seconds: number): string {
  return seconds % 60 === 0 ? `${seconds / 60} min` : formatExactDuration(seconds);
}

function sayRange(choices: readonly Choice[]): string {
  const all = choices.map(({ seconds }) => seconds);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most
    ? 'Any of these timeouts gives the same: no pause of the day lies between them.'
    : `From ${formatDuration(least)} to ${formatDuration(most)}, depending on what is still work.`;
}
