import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';

interface ProofButtonProps {
  label: string;
  /** Whom it is about, where several stand on one page. */
  about?: string;
  question: string;
  consequence: string;
  /** What to fill in, and the server's name of that field. */
  proof: string;
  name: 'username' | 'password';
  isProven: (given: string) => boolean;
  onConfirm: (given: string) => Promise<void>;
}

/** Asks in a dialog for what only the person knows, or must stop to write. */
export function ProofButton(props: ProofButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const given = useSignal('');
  const close = () => {
    given.value = '';
    dialog.current?.close();
  };
  const action = useAction(async () => {
    await props.onConfirm(given.value);
    close();
  });
  const error = action.error.value;
  return html`
    <button class="btn btn-danger" type="button" onClick=${() => dialog.current?.showModal()}>
      ${props.label}${props.about && html`<span class="visually-hidden"> ${props.about}</span>`}
    </button>
    <dialog class="dialog" ref=${dialog} aria-label=${props.question}>
      <form class="form" onSubmit=${action.run}>
        <h2 class="dialog-title">${props.question}</h2>
        <p>${props.consequence}</p>
        <${TextField}
          label=${props.proof}
          name=${props.name}
          type=${props.name === 'password' ? 'password' : 'text'}
          value=${given}
          error=${error?.fields[props.name] ?? error?.message}
          autocomplete=${props.name === 'password' ? 'current-password' : 'off'}
          required
        />
        <div class="dialog-actions">
          <button class="btn" type="button" onClick=${close}>Keep</button>
          <button class="btn btn-danger" type="submit" disabled=${action.isBusy.value || !props.isProven(given.value)}>
            ${props.label}
          </button>
        </div>
      </form>
    </dialog>
  `;
}
