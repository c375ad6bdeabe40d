import { html } from 'htm/preact';
import { DayBars } from '../../charts/day-bars.ts';
import { RankedBars } from '../../charts/ranked-bars.ts';
import { rank } from '../../charts/ranking.ts';
import { languageMarkStyle } from '../../ui/language-colour.ts';
import type { Dashboard } from '../../wire.ts';

/** The range by day, language, project, editor and kind of work. */
export function Charts({ dashboard }: { dashboard: Dashboard }) {
  const { languages, projects, editors, work_types: work } = dashboard;
  const total = dashboard.summary.total_seconds;
  const named = <Row extends { seconds: number }>(
    rows: readonly Row[],
    name: (row: Row) => string,
  ) => rows.map((row) => ({ name: name(row), seconds: row.seconds }));
  return html`
    <div class="figures">
      <${DayBars} days=${dashboard.daily} today=${dashboard.today.date} />
      <${RankedBars}
        title="Languages"
        noun="Language"
        span=${4}
        rows=${rank(
          named(languages, (row) => row.language),
          total,
        )}
        markStyle=${languageMarkStyle}
      />
      <${RankedBars} title="Projects" noun="Project" span=${4} rows=${rank(
        named(projects, (row) => row.project),
        total,
      )} />
      <${RankedBars} title="Editors" noun="Editor" span=${4} rows=${rank(
        named(editors, (row) => row.editor),
        total,
      )} />
      <${RankedBars}
        title="Kind of work"
        noun="Kind"
        span=${4}
        rows=${rank(
          named(work.types, (row) => row.type),
          work.total_seconds,
        )}
      />
    </div>
  `;
}
