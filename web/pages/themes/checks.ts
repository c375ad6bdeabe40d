import { html } from 'htm/preact';
import { Check as CheckIcon, TriangleAlert } from 'lucide';
import { Icon } from '../../ui/icon.ts';
import { type Check, checkPairs, findNearest, type Scheme } from '../../ui/readable.ts';
import type { Fitting } from './fitting.ts';

/** Own names that no theme sets: the other one of the pair is changed instead. */
const FIXED = '--on-accent';

interface ChecksProps {
  fitting: Fitting;
  scheme: Scheme;
}

/** Which words can be read, pair by pair, and the nearest value where they cannot. */
export function Checks({ fitting, scheme }: ChecksProps) {
  const checks = checkPairs(fitting.variables.value, scheme);
  const failed = checks.filter(({ ratio, minimum }) => ratio < minimum);
  const summary =
    failed.length === 0
      ? `All ${checks.length} pairs can be read.`
      : `${failed.length} of ${checks.length} pairs ${failed.length === 1 ? 'is' : 'are'} hard to read.`;
  return html`
    <p class="theme-verdict" role="status" data-failed=${failed.length > 0}>
      <${Icon} of=${failed.length > 0 ? TriangleAlert : CheckIcon} />${summary}
    </p>
    <ul class="theme-checks">
      ${checks.map(
        (check) => html`
          <${Row} key=${`${check.front} ${check.back}`} check=${check} checks=${checks} onChange=${fitting.change} />
        `,
      )}
    </ul>
  `;
}

interface RowProps {
  check: Check;
  checks: readonly Check[];
  onChange: Fitting['change'];
}

function Row({ check, checks, onChange }: RowProps) {
  const { front, back, frontColour, backColour, ratio, minimum } = check;
  const isFailed = ratio < minimum;
  const repair = isFailed ? findRepair(check, checks) : null;
  return html`
    <li class="theme-check" data-failed=${isFailed}>
      <span class="theme-check-sample" aria-hidden="true" style=${{ background: backColour }}>
        <i style=${{ background: frontColour }}></i>
      </span>
      <span class="theme-check-pair"><code>${front}</code> on <code>${back}</code></span>
      <span class="theme-check-ratio">${ratio.toFixed(1)} <span>of ${minimum}</span></span>
      ${
        repair &&
        html`
          <button class="btn" type="button" onClick=${() => onChange(repair.name, repair.value)}>
            Set ${repair.name} to ${repair.value}
          </button>
        `
      }
    </li>
  `;
}

/** The nearest value of the front colour that passes on all of its backgrounds, else on this one. */
function findRepair(
  check: Check,
  checks: readonly Check[],
): { name: string; value: string } | null {
  const { front, back, frontColour, backColour, minimum } = check;
  if (front === FIXED) {
    const value = findNearest(backColour, [frontColour], minimum);
    return value === null ? null : { name: back, value };
  }
  const backgrounds = checks
    .filter((other) => other.front === front)
    .map((other) => other.backColour);
  const value =
    findNearest(frontColour, backgrounds, minimum) ??
    findNearest(frontColour, [backColour], minimum);
  return value === null ? null : { name: front, value };
}
