import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { ConfirmButton } from '../../ui/confirm.ts';
import { formatRelative } from '../../ui/format.ts';
import { FailureNotice } from '../../ui/notice.ts';
import { useResource } from '../../ui/resource.ts';
import { describeUserAgent } from '../../ui/user-agent.ts';
import type { SignedInSession } from '../../wire.ts';
import { Section } from './section.ts';

/** The browsers that are signed in. */
export function Sessions() {
  const { api } = useApp();
  const sessions = useResource<{ sessions: SignedInSession[] }>((signal) =>
    api.get('api/v1/sessions', { signal }),
  );
  return html`
    <${Section} title="Signed in" lead="Browsers that may see this account.">
      ${sessions.error.value && html`<${FailureNotice} error=${sessions.error.value} onRetry=${sessions.refresh} />`}
      <ul class="rows">
        ${sessions.data.value?.sessions.map(
          (row) =>
            html`<${SessionRow} key=${row.id} session=${row} onChange=${sessions.refresh} />`,
        )}
      </ul>
    </>
  `;
}

interface SessionRowProps {
  session: SignedInSession;
  onChange: () => Promise<void>;
}

function SessionRow({ session, onChange }: SessionRowProps) {
  const { api, session: own, toasts } = useApp();
  const leave = useAction(own.signOut);
  const name = describeUserAgent(session.user_agent);
  async function revoke(): Promise<void> {
    await api.remove(`api/v1/sessions/${session.id}`);
    await onChange();
    toasts.show(`${name} is signed out`);
  }
  const lastUse = formatRelative(Date.parse(session.last_used_at), Date.now());
  return html`
    <li class="row">
      <div class="row-text">
        <strong>${name}</strong>
        <span class="row-note"><span class="mono">${session.address}</span> ${session.is_current ? 'this browser' : lastUse}</span>
      </div>
      ${
        session.is_current
          ? html`<button class="btn" type="button" onClick=${leave.run}>Sign out</button>`
          : html`
          <${ConfirmButton}
            label="Sign out"
            question=${`Sign out ${name}?`}
            consequence=${`It was last used ${lastUse}, from ${session.address}.`}
            onConfirm=${revoke}
          />
        `
      }
    </li>
  `;
}
