import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import type { Panel } from './wire.ts';

const UpdateDialog = lazyPart(async () => (await import('./update-dialog.ts')).UpdateDialog);

interface PanelNoticesProps {
  panel: Panel;
  /** Whether the widget shown runs an earlier script than the panel now has. */
  isOutdated: boolean;
  onReload: () => void;
  onChanged: () => Promise<void>;
}

/** What somebody can do about this panel now: a new version, a server part that was stopped. */
export function PanelNotices({ panel, isOutdated, onReload, onChanged }: PanelNoticesProps) {
  const { api } = useApp();
  const isReviewing = useSignal(false);
  const enable = useAction(async () => {
    await api.post(`api/v1/plugins/${encodeURIComponent(panel.panel)}/enable`);
    await onChanged();
  });
  const review = (isOpen: boolean) => () => {
    isReviewing.value = isOpen;
  };
  return html`
    ${
      panel.disabled_reason !== null &&
      html`
        <div class="panel-notice" role="status">
          <p>Its part on the server is off: ${panel.disabled_reason}</p>
          <button class="btn" type="button" disabled=${enable.isBusy.value} onClick=${() => enable.run()}>Turn it on</button>
          <p class="field-error" role="alert">${enable.error.value?.message}</p>
        </div>
      `
    }
    ${
      panel.update_waits &&
      html`
        <div class="panel-notice" role="status">
          <p>${panel.script === null ? `Version ${panel.latest_version} waits for your review` : `Update to ${panel.latest_version} waits`}</p>
          <button class="btn" type="button" onClick=${review(true)}>Review</button>
        </div>
      `
    }
    ${
      isOutdated &&
      html`
        <div class="panel-notice" role="status">
          <p>Version ${panel.version} is here</p>
          <button class="btn" type="button" onClick=${onReload}>Reload</button>
        </div>
      `
    }
    ${isReviewing.value && html`<${UpdateDialog} panel=${panel} onClose=${review(false)} onAccepted=${onChanged} />`}
  `;
}
