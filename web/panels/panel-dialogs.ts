import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { Modal } from '../shell/modal.ts';
import { useAction } from '../ui/action.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useResource } from '../ui/resource.ts';
import { SchemaForm } from '../ui/schema-form.ts';
import { readSettingsSchema } from '../ui/schema-values.ts';
import type { Panel, SettingsAnswer } from './wire.ts';

interface SettingsDialogProps {
  panel: Panel;
  onClose: () => void;
  onSaved: () => void;
}

/** This person's settings of the panel's plugin. */
export function SettingsDialog({ panel, onClose, onSaved }: SettingsDialogProps) {
  const { api } = useApp();
  const path = `api/v1/plugins/${encodeURIComponent(panel.panel)}/settings`;
  const answer = useResource<SettingsAnswer>((signal) => api.get(path, { signal }));
  const schema = readSettingsSchema(answer.data.value?.schema);
  const save = async (settings: Record<string, unknown>) => {
    await api.put(path, settings);
    onSaved();
    onClose();
  };
  return html`
    <${Modal} label=${`Settings of ${panel.title}`} onClose=${onClose}>
      <h2 class="dialog-title">${panel.title}</h2>
      ${answer.error.value && html`<${FailureNotice} error=${answer.error.value} onRetry=${answer.refresh} />`}
      ${schema && html`<${SchemaForm} schema=${schema} values=${answer.data.value?.settings ?? {}} onSave=${save} />`}
    </>
  `;
}

interface UninstallDialogProps {
  panel: Panel;
  onClose: () => void;
  onChanged: () => Promise<void>;
}

/** Asks once; what the plugin keeps for this person stays, so that it can be undone. */
export function UninstallDialog({ panel, onClose, onChanged }: UninstallDialogProps) {
  const { api, toasts } = useApp();
  const { plugin_id: id, title } = panel;
  const question = `Uninstall ${title}?`;
  const undo = useAction(async () => {
    await api.post(`api/v1/store/install/${id}`);
    await onChanged();
  });
  const uninstall = useAction(async () => {
    await api.remove(`api/v1/store/uninstall/${id}`);
    onClose();
    toasts.show(`${title} is uninstalled`, 'done', { label: 'Undo', run: () => void undo.run() });
    await onChanged();
  });
  return html`
    <${Modal} label=${question} onClose=${onClose}>
      <form onSubmit=${uninstall.run}>
        <h2 class="dialog-title">${question}</h2>
        <p>Its panel goes, and it runs for you no more. Its settings stay.</p>
        <p class="field-error" role="alert">${uninstall.error.value?.message}</p>
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${onClose}>Keep</button>
          <button class="btn btn-danger" type="submit" disabled=${uninstall.isBusy.value}>Uninstall</button>
        </div>
      </form>
    </>
  `;
}
