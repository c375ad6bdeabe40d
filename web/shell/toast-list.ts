import { html } from 'htm/preact';
import { X } from 'lucide';
import { useApp } from '../app.ts';
import { Icon } from '../ui/icon.ts';

export function ToastList() {
  const { toasts } = useApp();
  return html`
    <div class="toasts" role="status" aria-live="polite">
      ${toasts.items.value.map(
        ({ id, kind, text }) => html`
          <div key=${id} class="toast" data-kind=${kind}>
            <span>${text}</span>
            <button class="icon-button" type="button" aria-label="Dismiss" onClick=${() => toasts.dismiss(id)}>
              <${Icon} of=${X} size=${14} />
            </button>
          </div>
        `,
      )}
    </div>
  `;
}
