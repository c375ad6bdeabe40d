import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { CopyButton } from '../../ui/copy.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { Submit } from '../../ui/submit.ts';
import type { Invite, NewInvite } from '../../wire.ts';
import { InviteRow } from './invite-row.ts';
import { Section } from './section.ts';

/** For administrators: the way in for other people. */
export function Invites() {
  const { api } = useApp();
  const invites = useResource<{ invites: Invite[] }>((signal) =>
    api.get('api/v1/invites', { signal }),
  );
  const created = useSignal<NewInvite | null>(null);
  const create = useAction(async () => {
    created.value = (await api.post<{ invite: NewInvite }>('api/v1/invites')).invite;
    await invites.refresh();
  });
  return html`
    <${Section} title="Invites" lead="A link lets one person make an account here.">
      ${created.value && html`<${InviteNotice} invite=${created.value} />`}
      ${invites.error.value && html`<${FailureNotice} error=${invites.error.value} onRetry=${invites.refresh} />`}
      <ul class="rows">
        ${invites.data.value?.invites.map(
          (row) => html`<${InviteRow} key=${row.id} invite=${row} onChange=${invites.refresh} />`,
        )}
      </ul>
      <form class="form" onSubmit=${create.run}><${Submit} action=${create}>Create an invite link</></form>
    </>
  `;
}

function InviteNotice({ invite }: { invite: NewInvite }) {
  const link = new URL(`signup#token=${invite.token}`, document.baseURI).href;
  return html`
    <div class="key-notice" role="status">
      <p>Send this link to one person. It is shown this once.</p>
      <div class="key-line">
        <code class="key-value" data-testid="new-invite">${link}</code>
        <${CopyButton} text=${link} label="Copy link" />
      </div>
    </div>
  `;
}
