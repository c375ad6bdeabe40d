import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { Duration } from '../../ui/duration.ts';
import { formatCount } from '../../ui/format.ts';
import type { Dashboard } from '../../wire.ts';

/** The range in five facts. */
export function Summary({ dashboard }: { dashboard: Dashboard }) {
  const { summary, streaks } = dashboard;
  return html`
    <dl class="card summary">
      <${Fact} label="Total"><${Duration} seconds=${summary.total_seconds} /></>
      <${Fact} label="Daily average"><${Duration} seconds=${summary.daily_average} /></>
      <${Fact} label="Streak" note=${`longest ${formatCount(streaks.longest, 'day')}`}>
        ${formatCount(streaks.current, 'day')}
      </>
      <${Fact} label="Top project">${summary.top_project || '–'}</>
      <${Fact} label="Top language">${summary.top_language ?? '–'}</>
    </dl>
  `;
}

interface FactProps {
  label: string;
  note?: string;
  children: ComponentChildren;
}

function Fact({ label, note, children }: FactProps) {
  return html`
    <div class="fact">
      <dt>${label}</dt>
      <dd class="fact-value">${children}</dd>
      ${note && html`<dd class="fact-note">${note}</dd>`}
    </div>
  `;
}
