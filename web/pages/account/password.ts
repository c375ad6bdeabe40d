import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { Submit } from '../../ui/submit.ts';
import { PASSWORD_MAXIMUM, PASSWORD_MINIMUM } from '../entry/password-length.ts';
import { Section } from './section.ts';

export function Password() {
  const { api, toasts } = useApp();
  const current = useSignal('');
  const next = useSignal('');
  const action = useAction(async () => {
    await api.post('api/v1/user/password', {
      current_password: current.value,
      new_password: next.value,
    });
    current.value = '';
    next.value = '';
    toasts.show('Password changed');
  });
  const fields = action.error.value?.fields ?? {};
  return html`
    <${Section} title="Password" lead="Changing it signs out every other browser.">
      <form class="form" onSubmit=${action.run}>
        <${TextField}
          label="Current password"
          name="current_password"
          type="password"
          value=${current}
          error=${fields.current_password}
          autocomplete="current-password"
          required
        />
        <${TextField}
          label="New password"
          name="new_password"
          type="password"
          value=${next}
          error=${fields.new_password}
          hint=${`At least ${PASSWORD_MINIMUM} characters.`}
          autocomplete="new-password"
          minLength=${PASSWORD_MINIMUM}
          maxLength=${PASSWORD_MAXIMUM}
          required
        />
        <${Submit} action=${action}>Change password</>
      </form>
    </>
  `;
}
