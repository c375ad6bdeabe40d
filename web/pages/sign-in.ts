import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { useAction } from '../ui/action.ts';
import { TextField } from '../ui/field.ts';
import { Submit } from '../ui/submit.ts';
import { Entry } from './entry/entry.ts';

/** Shown in place of any page while nobody is signed in, so that its address stays. */
export function SignIn() {
  const { session } = useApp();
  if (session.instance.value?.setup_required) {
    return html`
      <${Entry}
        title="Almost there"
        lead="This Hearthbeat has no account yet. Open the setup link that the server printed when it started."
      />
    `;
  }
  return html`
    <${Entry} title="Sign in" lead=""><${SignInForm} /></>
  `;
}

function SignInForm() {
  const { session } = useApp();
  const username = useSignal('');
  const password = useSignal('');
  const action = useAction(() =>
    session.signIn({ username: username.value, password: password.value }),
  );
  return html`
    <form class="form" onSubmit=${action.run}>
      <${TextField} label="Username" name="username" value=${username} autocomplete="username" required autofocus />
      <${TextField}
        label="Password"
        name="password"
        type="password"
        value=${password}
        autocomplete="current-password"
        required
      />
      <${Submit} action=${action} kind="primary">Sign in</>
      ${session.instance.value?.sign_up === 'open' && html`<p class="form-note"><a href="signup">Create an account</a></p>`}
    </form>
  `;
}
