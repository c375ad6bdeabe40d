import { html } from 'htm/preact';

const HEIGHT = 24;
/** What is not quite nothing is seen. */
const LEAST = 1.5;
const GAP = 0.25;

interface SparklineProps {
  /** Seconds, in order. */
  parts: readonly number[];
  /** The value that a full bar stands for; the largest of the parts unless told. */
  top?: number;
}

/** How something went, in bars a word high. Decoration beside numbers that say it. */
export function Sparkline({ parts, top }: SparklineProps) {
  const full = Math.max(1, top ?? Math.max(0, ...parts));
  return html`
    <svg
      class="sparkline"
      viewBox=${`0 0 ${parts.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      ${parts.map((seconds, index) => {
        const height = seconds > 0 ? Math.max(LEAST, (seconds / full) * HEIGHT) : 0;
        return html`<rect key=${index} x=${index + GAP / 2} y=${HEIGHT - height} width=${1 - GAP} height=${height} />`;
      })}
    </svg>
  `;
}
