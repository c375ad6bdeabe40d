import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { Duration } from '../ui/duration.ts';
import { formatCount, formatExactDuration, formatPercentage } from '../ui/format.ts';
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
        title=${previous && `${before}: ${formatExactDuration(previous.total_seconds)}`}
      >
        <${Duration} seconds=${overview.total_seconds} />
      </>
      <${Fact}
        label="Daily average"
        note=${previous && `${describeChange(overview.daily_average, previous.daily_average)} a day`}
        title=${previous && `${before}: ${formatExactDuration(previous.daily_average)}`}
      >
        <${Duration} seconds=${overview.daily_average} />
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

function Top({
  label,
  top,
}: {
  label: string;
  top: Overview['dimensions']['project'][0] | undefined;
}) {
  return html`
    <${Fact} label=${label} note=${top && formatPercentage(top.percentage)}>
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
      title=${`AI ${formatExactDuration(ai)}, by hand ${formatExactDuration(human)}`}
    >
      ${formatPercentage(share)}
    </>
  `;
}

interface FactProps {
  label: string;
  note?: string | null | undefined;
  title?: string | null;
  children: ComponentChildren;
}

function Fact({ label, note, title, children }: FactProps) {
  return html`
    <div class="fact" title=${title ?? undefined}>
      <dt>${label}</dt>
      <dd class="fact-value">${children}</dd>
      ${note && html`<dd class="fact-note">${note}</dd>`}
    </div>
  `;
}
