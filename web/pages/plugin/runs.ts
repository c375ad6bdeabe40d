import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { useStore } from '../../store/use-store.ts';
import { useAction } from '../../ui/action.ts';
import { formatCount, formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useNow } from '../../ui/now.ts';
import { describeRun, formatMilliseconds, type RunsReport, sumDays } from './run-words.ts';

/** What its parts on the server did for this person lately, and whether they still run. */
export function Runs({ plugin }: { plugin: StorePlugin }) {
  const report = useStore<RunsReport>(`api/v1/plugins/${plugin.name}/runs`);
  const now = useNow().value;
  const known = report.data.value;
  if (report.error.value) {
    return html`<${FailureNotice} error=${report.error.value} onRetry=${report.refresh} />`;
  }
  if (!known)
    return html`<div class="rows-waiting skeleton-block" role="status" aria-label="Loading"></div>`;
  const cost = sumDays(known.days);
  return html`
    <section aria-label="Runs">
      <${Stopped} plugin=${plugin} report=${known} onChange=${report.refresh} />
      <div class="runs-head">
        <p>
          ${
            cost.runs === 0
              ? 'It has not run yet.'
              : `${formatCount(cost.runs, 'run')} in ${formatCount(cost.days, 'day')}, ${formatMilliseconds(cost.milliseconds)} of work${cost.failures > 0 ? `, ${cost.failures} failed` : ''}${cost.skipped > 0 ? `, ${cost.skipped} left out` : ''}.`
          }
        </p>
        <button class="btn" type="button" onClick=${report.refresh}>Look again</button>
      </div>
      <ul class="runs">
        ${known.runs.map((run) => html`<${Run} key=${run.id} run=${run} now=${now} />`)}
      </ul>
    </section>
  `;
}

function Run({ run, now }: { run: RunsReport['runs'][number]; now: number }) {
  const { error, logs, dropped } = run;
  const at = Date.parse(run.started_at);
  return html`
    <li class=${run.outcome === 'ok' ? 'run' : 'run run-failed'}>
      <p class="run-head">
        <span class="run-hook mono">${run.hook}</span>
        <span>${describeRun(run)}</span>
        <span class="row-note">${formatRelative(Math.min(at, now), now)}</span>
      </p>
      ${error && html`<p class="run-error">${error.name}: ${error.message}${error.line !== undefined && ` (line ${error.line})`}</p>`}
      ${
        logs.length > 0 &&
        html`
          <details class="more">
            <summary>${formatCount(logs.length + dropped, 'line')} of log</summary>
            <pre class="run-log" tabindex="0">${logs.map(({ level, text }, index) => html`<span key=${index} class=${`run-log-${level}`}>${text}${'\n'}</span>`)}${dropped > 0 && `… ${dropped} more`}</pre>
          </details>
        `
      }
    </li>
  `;
}

interface StoppedProps {
  plugin: StorePlugin;
  report: RunsReport;
  onChange: () => Promise<void>;
}

/** Why it does not run, and the way back. */
function Stopped({ plugin, report, onChange }: StoppedProps) {
  const { api, toasts } = useApp();
  const now = useNow().value;
  const enable = useAction(async () => {
    await api.post(`api/v1/plugins/${plugin.name}/enable`);
    toasts.show(`${plugin.display_name} runs again`);
    await onChange();
  });
  const { disabled_reason: reason, paused_until: until } = report;
  if (reason === null && until === null) return null;
  return html`
    <div class="notice notice-failed" role="status">
      <p>
        ${
          reason === null
            ? `It failed several times in a row, so it pauses. It runs again ${formatRelative(Date.parse(until ?? ''), now)}.`
            : `It was stopped: ${reason}`
        }
      </p>
      <button class="btn" type="button" disabled=${enable.isBusy.value} onClick=${enable.run}>
        ${reason === null ? 'Run it now' : 'Enable it again'}
      </button>
      <p class="field-error" role="alert">${enable.error.value?.message}</p>
    </div>
  `;
}
