import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { Submit } from '../../ui/submit.ts';
import { detectedZone } from '../../ui/zone.ts';
import { ZoneField } from '../../ui/zone-field.ts';
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from './password-length.ts';

interface AccountFormProps {
  kind: 'setup' | 'signup';
  /** From the link that led here; undefined where sign-up is open. */
  token: string | undefined;
}

/** Makes an account and goes on to the first editor. */
export function AccountForm({ kind, token }: AccountFormProps) {
  const { session, router } = useApp();
  const username = useSignal('');
  const password = useSignal('');
  const timezone = useSignal(detectedZone());
  const action = useAction(async () => {
    await session.create(kind, {
      token,
      username: username.value,
      password: password.value,
      timezone: timezone.value,
    });
    router.navigate('connect', { replace: true });
  });
  const fields = action.error.value?.fields ?? {};
  return html`
    <form class="form" onSubmit=${action.run}>
      <${TextField} label="Username" name="username" value=${username} error=${fields.username} autocomplete="username" required autofocus />
      <${TextField}
        label="Password"
        name="password"
        type="password"
        value=${password}
        error=${fields.password}
        hint=${`At least ${PASSWORD_MINIMUM} characters.`}
        autocomplete="new-password"
        minLength=${PASSWORD_MINIMUM}
        maxLength=${PASSWORD_MAXIMUM}
        required
      />
      <${ZoneField} label="Time zone" value=${timezone} error=${fields.timezone} hint="Your days begin at midnight here." />
      <${Submit} action=${action} kind="primary">Create account</>
    </form>
  `;
}
