import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { useAction } from '../../ui/action.ts';
import { AreaField } from '../../ui/area-field.ts';
import { SelectField } from '../../ui/select-field.ts';

/** What the server takes (src/plugins/opinions.ts). */
const REASONS = [
  { value: 'malware', label: 'It does harm' },
  { value: 'spam', label: 'It is spam' },
  { value: 'inappropriate', label: 'It is inappropriate' },
  { value: 'broken', label: 'It does not work' },
  { value: 'other', label: 'Something else' },
];
const MAX_CHARACTERS = 2_000;

/** Tells the administrators of this instance; only people with an account can. */
export function ReportButton({ plugin }: { plugin: StorePlugin }) {
  const { api, session, toasts } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = useSignal('broken');
  const description = useSignal('');
  const question = `Report ${plugin.display_name}`;
  const report = useAction(async () => {
    await api.post(`api/v1/store/report/${plugin.id}`, {
      reason: reason.value,
      description: description.value,
    });
    dialog.current?.close();
    description.value = '';
    toasts.show('Reported. An administrator will look at it');
  });
  if (!session.me.value) return null;
  return html`
    <button class="btn report-button" type="button" onClick=${() => dialog.current?.showModal()}>Report</button>
    <dialog class="dialog" ref=${dialog} aria-label=${question}>
      <form class="form" onSubmit=${report.run}>
        <h2 class="dialog-title">${question}</h2>
        <p>The administrators of this instance see your name with it.</p>
        <${SelectField} label="Reason" name="reason" value=${reason} options=${REASONS} />
        <${AreaField}
          label="What happened"
          name="description"
          value=${description}
          hint="What you did, and what the plugin did then."
          maxLength=${MAX_CHARACTERS}
        />
        <p class="field-error" role="alert">${report.error.value?.message}</p>
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${() => dialog.current?.close()}>Cancel</button>
          <button class="btn btn-primary" type="submit" disabled=${report.isBusy.value}>Send report</button>
        </div>
      </form>
    </dialog>
  `;
}
