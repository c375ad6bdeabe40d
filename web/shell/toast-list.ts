import { html } from 'htm/preact';
import { X } from 'lucide';
import { useApp } from '../app.ts';
import type { ToastAction } from '../toasts.ts';
import { Icon } from '../ui/icon.ts';

export function ToastList() {
  const { toasts } = useApp();
  const act = (id: number, action: ToastAction) => () => {
    toasts.dismiss(id);
    action.run();
  };
  return html`
    <div class="toasts" role="status" aria-live="polite">
      ${toasts.items.value.map(
        ({ id, kind, text, action }) => html`
          <div key=${id} class="toast" data-kind=${kind}>
            <span>${text}</span>
            ${action && html`<button class="btn" type="button" onClick=${act(id, action)}>${action.label}</button>`}
            <button class="icon-button" type="button" aria-label="Dismiss" onClick=${() => toasts.dismiss(id)}>
              <${Icon} of=${X} size=${14} />
            </button>
          </div>
        `,
      )}
    </div>
  `;
}
