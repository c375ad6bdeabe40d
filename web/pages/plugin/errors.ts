import { html } from 'htm/preact';
import type { StorePlugin } from '../../store/plugins.ts';
import { useStore } from '../../store/use-store.ts';
import { formatCount, formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useNow } from '../../ui/now.ts';

interface WidgetError {
  message: string;
  line: number | null;
  version: string;
  count: number;
  first_seen: string;
  last_seen: string;
}

/** For its author: what its panels failed with, without saying on whose dashboard. */
export function Errors({ plugin }: { plugin: StorePlugin }) {
  const list = useStore<{ errors: WidgetError[] }>(`api/v1/store/my/${plugin.id}/errors`);
  const now = useNow().value;
  const errors = list.data.value?.errors;
  if (list.error.value) {
    return html`<${FailureNotice} error=${list.error.value} onRetry=${list.refresh} />`;
  }
  return html`
    <section aria-label="Errors">
      <div class="runs-head">
        <p>${errors?.length === 0 ? 'Its panels have reported no errors.' : 'What its panels failed with on people’s dashboards. Only you see this.'}</p>
        <button class="btn" type="button" onClick=${list.refresh}>Look again</button>
      </div>
      <ul class="runs">
        ${errors?.map(
          ({ message, line, version, count, last_seen }) => html`
            <li class="run" key=${`${version} ${line} ${message}`}>
              <p class="run-error">${message}${line !== null && ` (line ${line})`}</p>
              <p class="run-head">
                <span class="mono">${version}</span>
                <span>${formatCount(count, 'time')}</span>
                <span class="row-note">${formatRelative(Math.min(Date.parse(last_seen), now), now)}</span>
              </p>
            </li>
          `,
        )}
      </ul>
    </section>
  `;
}
