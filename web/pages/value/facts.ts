import { html } from 'htm/preact';
import { describeChange } from '../../figures/change.ts';
import { Fact } from '../../figures/summary.ts';
import { Duration } from '../../ui/duration.ts';
import { formatCount, formatExactDuration, formatPercentage } from '../../ui/format.ts';
import type { Day, Detail } from '../../wire.ts';
import { streakOf } from './streak.ts';

interface FactsProps {
  detail: Detail;
  /** Its year, once known. */
  year: readonly Day[] | undefined;
}

/** The value's range in five facts. */
export function ValueFacts({ detail, year }: FactsProps) {
  const { previous, total_seconds: total, dimension } = detail;
  const days = detail.range.days;
  const before = `the ${days === 1 ? 'day' : `${days} days`} before`;
  const active = detail.daily.filter(({ seconds }) => seconds > 0).length;
  const perActiveDay = active > 0 ? Math.round(total / active) : 0;
  const streak = year && streakOf(year, detail.today.date);
  const other = dimension === 'language' ? 'project' : 'language';
  const top = detail.dimensions[other][0];
  return html`
    <dl class="card summary">
      <${Fact}
        label="Total"
        note=${previous && `${describeChange(total, previous.total_seconds)} vs ${before}`}
        title=${previous && `${before}: ${formatExactDuration(previous.total_seconds)}`}
      >
        <${Duration} seconds=${total} />
      </>
      <${Fact} label="Active days" note=${`of ${formatCount(days, 'day')}`}>${active}</>
      <${Fact} label="On an active day" note=${`${formatPercentage((active / days) * 100)} of days`}>
        <${Duration} seconds=${perActiveDay} />
      </>
      <${Fact} label="Streak" note=${streak ? `longest this year ${formatCount(streak.longest, 'day')}` : ' '}>
        ${streak ? formatCount(streak.current, 'day') : '–'}
      </>
      <${Fact} label=${`Top ${other}`} note=${top && formatPercentage(top.percentage)}>
        ${top ? top.name || 'Unknown' : '–'}
      </>
    </dl>
  `;
}
