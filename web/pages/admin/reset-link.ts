import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { CopyButton } from '../../ui/copy.ts';
import { formatRelative } from '../../ui/format.ts';
import { Choice } from './choice.ts';
import type { Person } from './person.ts';

interface Reset {
  token: string;
  expires_at: string;
}

/** For somebody who forgot their password: a link to send them, shown this once. */
export function ResetLink({ person }: { person: Person }) {
  const { api } = useApp();
  const made = useSignal<Reset | null>(null);
  async function make(): Promise<void> {
    const path = `api/v1/admin/users/${person.id}/reset`;
    made.value = (await api.post<{ reset: Reset }>(path)).reset;
  }
  return html`
    <${Choice} title="Password" note="A link with which they choose a new one.">
      <${ConfirmButton}
        label="Make a link"
        question=${`A new password for ${person.username}?`}
        consequence="Whoever opens the link chooses the password, and every browser is signed out. Until then the present password stays good. An earlier link ends."
        onConfirm=${make}
      />
    </>
    ${made.value && html`<${LinkNotice} reset=${made.value} username=${person.username} />`}
  `;
}

function LinkNotice({ reset, username }: { reset: Reset; username: string }) {
  const link = new URL(`reset#token=${reset.token}`, document.baseURI).href;
  return html`
    <li>
      <div class="key-notice" role="status">
        <p>
          Send this link to ${username}. It is shown this once, works once and ends ${formatRelative(Date.parse(reset.expires_at), Date.now())}.
        </p>
        <div class="key-line">
          <code class="key-value" data-testid="reset-link">${link}</code>
          <${CopyButton} text=${link} label="Copy link" />
        </div>
      </div>
    </li>
  `;
}
