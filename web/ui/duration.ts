import { html } from 'htm/preact';
import { durationParts, formatExactDuration } from './format.ts';

/**
 * A duration whose units step back behind its numbers. `isPlain`: something around it tells the exact
 * seconds.
 */
export function Duration({ seconds, isPlain = false }: { seconds: number; isPlain?: boolean }) {
  return html`
    <span class="duration" title=${isPlain ? undefined : formatExactDuration(seconds)}>
      ${durationParts(seconds).map(
        ([amount, unit], index) =>
          html`${index > 0 && ' '}${amount}<span class="duration-unit">${unit}</span>`,
      )}
    </span>
  `;
}
