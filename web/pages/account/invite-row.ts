import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { formatRelative } from '../../ui/format.ts';
import type { Invite } from '../../wire.ts';

interface InviteRowProps {
  invite: Invite;
  onChange: () => Promise<void>;
}

export function InviteRow({ invite, onChange }: InviteRowProps) {
  const { api, toasts } = useApp();
  const state = describeInvite(invite, Date.now());
  async function remove(): Promise<void> {
    await api.remove(`api/v1/invites/${invite.id}`);
    await onChange();
    toasts.show('Invite deleted');
  }
  return html`
    <li class="row">
      <div class="row-text">
        <strong>${invite.makes_admin ? 'Administrator' : 'Person'}</strong>
        <span class="row-note">${state}</span>
      </div>
      ${
        !invite.used_at &&
        html`
          <${ConfirmButton}
            label="Delete invite"
            question="Delete this invite?"
            consequence="Its link stops working."
            onConfirm=${remove}
          >
            Delete
          </>
        `
      }
    </li>
  `;
}

function describeInvite(invite: Invite, now: number): string {
  if (invite.used_at) return `used by ${invite.used_by ?? 'somebody who left'}`;
  const expires = Date.parse(invite.expires_at);
  return `${expires < now ? 'ran out' : 'runs out'} ${formatRelative(expires, now)}`;
}
