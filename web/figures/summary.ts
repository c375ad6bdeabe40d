import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { Duration } from '../ui/duration.ts';
import { formatCount, formatExactDuration, formatPercentage } from '../ui/format.ts';
import { Hint } from '../ui/hint.ts';
import type { Overview } from '../wire.ts';
import { describeChange } from './change.ts';

/** The range in five facts. */
export function Summary({ overview }: { overview: Overview }) {
  const { previous, streaks, dimensions } = overview;
  const days = overview.range.days;
  const before = `the ${days === 1 ? 'day' : `${days} days`} before`;
  return html`
    <dl class="card summary">
      <${Fact}
        label="Total"
        note=${previous && `${describeChange(overview.total_seconds, previous.total_seconds)} vs ${before}`}
        exact=${compare(overview.total_seconds, previous?.total_seconds, before)}
      >
        <${Duration} seconds=${overview.total_seconds} isPlain />
      </>
      <${Fact}
        label="Daily average"
        note=${previous && `${describeChange(overview.daily_average, previous.daily_average)} a day`}
        exact=${compare(overview.daily_average, previous?.daily_average, before)}
      >
        <${Duration} seconds=${overview.daily_average} isPlain />
      </>
      <${Fact} label="Streak" note=${`longest ${formatCount(streaks.longest, 'day')}`}>
        ${formatCount(streaks.current, 'day')}
      </>
      <${Top} label="Top project" top=${dimensions.project[0]} />
      ${
        overview.ai
          ? html`<${WrittenByAi} ...${overview.ai} />`
          : html`<${Top} label="Top language" top=${dimensions.language[0]} />`
      }
    </dl>
  `;
}

function compare(now: number, previous: number | undefined, before: string): string {
  const exact = formatExactDuration(now);
  return previous === undefined ? exact : `${exact}; ${before} ${formatExactDuration(previous)}`;
}

function Top({
  label,
  top,
}: {
  label: string;
  top: Overview['dimensions']['project'][0] | undefined;
}) {
  return html`
    <${Fact} label=${label} note=${top && formatPercentage(top.percentage)} exact=${top && `${top.name || 'Unknown'}: ${formatExactDuration(top.seconds)}`}>
      ${top ? top.name || 'Unknown' : '–'}
    </>
  `;
}

function WrittenByAi({
  ai_seconds: ai,
  human_seconds: human,
}: {
  ai_seconds: number;
  human_seconds: number;
}) {
  const share = ai + human > 0 ? (ai / (ai + human)) * 100 : 0;
  return html`
    <${Fact}
      label="With AI"
      note=${`by hand ${formatPercentage(100 - share)}`}
      exact=${`AI ${formatExactDuration(ai)}, by hand ${formatExactDuration(human)}`}
    >
      ${formatPercentage(share)}
    </>
  `;
}

interface FactProps {
  label: string;
  note?: string | null | undefined;
  /** To the second, and what it is compared with. */
  exact?: string | undefined;
  children: ComponentChildren;
}

/** One number of a summary, with what it is compared to. */
export function Fact({ label, note, exact, children }: FactProps) {
  return html`
    <div class="fact">
      <dt>${label}</dt>
      <dd class="fact-value">${exact ? html`<${Hint} text=${exact}><span class="fact-words">${children}</span></>` : html`<span class="fact-words">${children}</span>`}</dd>
      ${note && html`<dd class="fact-note">${note}</dd>`}
    </div>
  `;
}
