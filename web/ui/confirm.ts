import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useAction } from './action.ts';

interface ConfirmButtonProps {
  /** On the button, and again on the one that does it. */
  label: string;
  /** Names the thing: `Delete the key "Laptop"?` */
  question: string;
  /** What follows from it. */
  consequence: string;
  onConfirm: () => Promise<void>;
  children?: ComponentChildren;
}

/** A destructive step: asks once, in a dialog that Escape leaves. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const action = useAction(async () => {
    await props.onConfirm();
    dialog.current?.close();
  });
  return html`
    <button class="btn" type="button" onClick=${() => dialog.current?.showModal()}>
      ${props.children ?? props.label}
    </button>
    <dialog class="dialog" ref=${dialog} aria-label=${props.question}>
      <form onSubmit=${action.run}>
        <h2 class="dialog-title">${props.question}</h2>
        <p>${props.consequence}</p>
        <p class="field-error" role="alert">${action.error.value?.message}</p>
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${() => dialog.current?.close()}>Keep</button>
          <button class="btn btn-danger" type="submit" disabled=${action.isBusy.value}>
            ${props.label}
          </button>
        </div>
      </form>
    </dialog>
  `;
}
