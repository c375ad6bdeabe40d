import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { AccountForm } from './entry/account-form.ts';
import { Entry } from './entry/entry.ts';
import { readLinkToken } from './entry/link-token.ts';

/** An account behind an invite link, or without one where sign-up is open. */
export function Page() {
  const { router, session } = useApp();
  const token = readLinkToken(router.place.value.fragment);
  if (!token && session.instance.value?.sign_up !== 'open') {
    return html`
      <${Entry} title="By invitation" lead="Ask whoever runs this Hearthbeat for an invite link.">
        <a class="btn" href="./">Sign in</a>
      </>
    `;
  }
  return html`
    <${Entry} title="Create your account" lead="Your coding time stays on this server.">
      <${AccountForm} kind="signup" token=${token ?? undefined} />
    </>
  `;
}
