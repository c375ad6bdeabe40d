import { html } from 'htm/preact';
import { durationParts, formatExactDuration } from './format.ts';

/** A duration whose units step back behind its numbers. */
export function Duration({ seconds }: { seconds: number }) {
  return html`
    <span class="duration" title=${formatExactDuration(seconds)}>
      ${durationParts(seconds).map(
        ([amount, unit], index) =>
          html`${index > 0 && ' '}${amount}<span class="duration-unit">${unit}</span>`,
      )}
    </span>
  `;
}
