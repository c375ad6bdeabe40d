import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { formatCount } from '../../ui/format.ts';
import { Section } from './section.ts';
import { type ImportReport, uploadImport } from './upload.ts';

/** What the server takes at once. */
const LARGEST_FILE_MEGABYTES = 64;
const BYTES_PER_MEGABYTE = 1_048_576;
/** Refused items that are shown; the number of all is said. */
const SHOWN_REJECTIONS = 5;

/** Heartbeats from a file: an export of ours, or anything in one of the three formats. */
export function Import() {
  const { toasts } = useApp();
  const input = useRef<HTMLInputElement>(null);
  const share = useSignal<number | null>(null);
  const report = useSignal<ImportReport | null>(null);
  const tooLarge = useSignal(false);
  const upload = useAction(async () => {
    const file = input.current?.files?.[0];
    if (!file) return;
    report.value = null;
    tooLarge.value = file.size > LARGEST_FILE_MEGABYTES * BYTES_PER_MEGABYTE;
    if (tooLarge.value) return;
    share.value = 0;
    try {
      report.value = await uploadImport(file, (sent) => {
        share.value = sent;
      });
      // The page may have been left by now.
      toasts.show(`${formatCount(report.value.inserted, 'heartbeat')} imported`);
    } finally {
      share.value = null;
      if (input.current) input.current.value = '';
    }
  });
  const failure = tooLarge.value
    ? `The file is larger than ${LARGEST_FILE_MEGABYTES} MB. Split it: NDJSON and CSV go by lines.`
    : upload.error.value?.message;
  return html`
    <${Section} title="Import" lead="NDJSON, JSON or CSV. What is already here is not counted twice.">
      <label class="field">
        <span class="field-label">File with heartbeats</span>
        <input
          ref=${input}
          class="input"
          type="file"
          accept=".json,.ndjson,.jsonl,.csv"
          disabled=${upload.isBusy.value}
          onChange=${() => void upload.run()}
        />
      </label>
      ${share.value !== null && html`<${Progress} share=${share.value} />`}
      <p class="field-error" role="alert">${failure}</p>
      ${report.value && html`<${Report} report=${report.value} />`}
    </>
  `;
}

function Progress({ share }: { share: number }) {
  const words = share < 1 ? `Sending: ${Math.floor(share * 100)} %` : 'Counting what arrived';
  return html`
    <div class="recompute" role="status">
      <p>${words}</p>
      <progress class="progress" aria-label="Import" max="1" value=${share < 1 ? share : undefined}></progress>
    </div>
  `;
}

function Report({ report }: { report: ImportReport }) {
  const shown = report.rejected.slice(0, SHOWN_REJECTIONS);
  return html`
    <div class="report" role="status" data-testid="import-report">
      <p>
        ${report.inserted} new, ${report.duplicates} known before, ${report.rejected_count} refused.
      </p>
      ${
        shown.length > 0 &&
        html`
          <ul class="report-list">
            ${shown.map(({ index, error }) => html`<li key=${index}>Number ${index + 1}: ${error}</li>`)}
          </ul>
        `
      }
    </div>
  `;
}
