import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { Me } from '../../wire.ts';
import { ProofButton } from './proof-button.ts';
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
