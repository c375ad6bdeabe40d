import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { AccountForm } from './entry/account-form.ts';
import { Entry } from './entry/entry.ts';
import { readLinkToken } from './entry/link-token.ts';

/** The first account, behind the link that the server printed. */
export function Page() {
  const { router, session } = useApp();
  const token = readLinkToken(router.place.value.fragment);
  if (session.instance.value?.setup_required === false && !session.me.value) {
    return html`
      <${Entry} title="Already set up" lead="This Hearthbeat has an account. The setup link worked once.">
        <a class="btn btn-primary" href="./">Sign in</a>
      </>
    `;
  }
  if (!token) {
    return html`
      <${Entry}
        title="Open the setup link"
        lead=${html`The server printed it when it started: an address that ends in ${' '}<span class="mono">/setup#token=…</span>. Start the server again for a new one.`}
      />
    `;
  }
  return html`
    <${Entry} title="Welcome home" lead="Make the first account. It looks after this Hearthbeat.">
      <${AccountForm} kind="setup" token=${token} />
    </>
  `;
}
