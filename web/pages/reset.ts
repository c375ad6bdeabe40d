import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { TextField } from '../ui/field.ts';
import { Submit } from '../ui/submit.ts';
import { Entry } from './entry/entry.ts';
import { readLinkToken } from './entry/link-token.ts';
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from './entry/password-length.ts';

/** A new password, behind the link that an administrator made. */
export function Page() {
  const { api, router, session } = useApp();
  const token = readLinkToken(router.place.value.fragment);
  const username = useSignal<string | null>(null);
  const password = useSignal('');
  const action = useAction(async () => {
    const done = await api.post<{ username: string }>('auth/reset', {
      token,
      password: password.value,
    });
    if (session.me.value?.username === done.username) session.end();
    username.value = done.username;
  });
  if (username.value !== null) {
    return html`
      <${Entry} title="Password set" lead=${`Sign in as ${username.value} with it. Every other browser is signed out.`}>
        <a class="btn btn-primary" href="./">Sign in</a>
      </>
    `;
  }
  if (!token) {
    return html`
      <${Entry} title="Open the whole link" lead=${html`It ends in ${' '}<span class="mono">/reset#token=…</span>. Ask your administrator for a new one if yours was cut short.`}>
        <a class="btn" href="./">Sign in</a>
      </>
    `;
  }
  return html`
    <${Entry} title="Choose a new password" lead="Your coding time and your keys stay as they are.">
      <form class="form" onSubmit=${action.run}>
        <${TextField}
          label="New password"
          name="password"
          type="password"
          value=${password}
          error=${action.error.value?.fields.password}
          hint=${`At least ${PASSWORD_MINIMUM} characters.`}
          autocomplete="new-password"
          minLength=${PASSWORD_MINIMUM}
          maxLength=${PASSWORD_MAXIMUM}
          required
          autofocus
        />
        <${Submit} action=${action} kind="primary">Set password</>
      </form>
    </>
  `;
}
