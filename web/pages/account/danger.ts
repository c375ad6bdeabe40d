import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import type { Me } from '../../wire.ts';
import { Section } from './section.ts';

/** What cannot be undone. */
export function Danger({ me }: { me: Me }) {
  const { api, session, toasts } = useApp();
  async function clear(username: string): Promise<void> {
    const { deleted } = await api.remove<{ deleted: number }>('api/v1/heartbeats', { username });
    toasts.show(`${deleted} heartbeats deleted`);
  }
  async function leave(password: string): Promise<void> {
    await api.remove('api/v1/user/me', { password });
    session.end();
    toasts.show(`The account ${me.username} is deleted`);
  }
  return html`
    <${Section} title="Danger zone" lead="Export your data first: nothing of this can be undone.">
      <ul class="rows">
        <li class="row">
          <div class="row-text">
            <strong>Delete all heartbeats</strong>
            <span class="row-note">Settings, keys and sessions stay.</span>
          </div>
          <${ProofButton}
            label="Delete heartbeats"
            question=${`Delete every heartbeat of ${me.username}?`}
            consequence="All of your coding time is gone for good."
            proof=${`Write ${me.username} to confirm`}
            name="username"
            isProven=${(given: string) => given.toLowerCase() === me.username.toLowerCase()}
            onConfirm=${clear}
          />
        </li>
        <li class="row">
          <div class="row-text">
            <strong>Delete account</strong>
            <span class="row-note">With everything that belongs to it.</span>
          </div>
          <${ProofButton}
            label="Delete account"
            question=${`Delete the account ${me.username}?`}
            consequence="Your heartbeats, keys and settings go with it, for good."
            proof="Your password"
            name="password"
            isProven=${(given: string) => given !== ''}
            onConfirm=${leave}
          />
        </li>
      </ul>
    </>
  `;
}

interface ProofButtonProps {
  label: string;
  question: string;
  consequence: string;
  /** What to fill in, and the server's name of that field. */
  proof: string;
  name: 'username' | 'password';
  isProven: (given: string) => boolean;
  onConfirm: (given: string) => Promise<void>;
}

/** Asks in a dialog for what only the person knows, or must stop to write. */
function ProofButton(props: ProofButtonProps) {
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
      ${props.label}
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
