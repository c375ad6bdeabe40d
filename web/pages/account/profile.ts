import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { Submit } from '../../ui/submit.ts';
import type { Me } from '../../wire.ts';
import { Section } from './section.ts';

export function Profile({ me }: { me: Me }) {
  const { session, toasts } = useApp();
  const name = useSignal(me.display_name ?? '');
  const action = useAction(async () => {
    await session.update({ display_name: name.value.trim() });
    toasts.show('Name saved');
  });
  return html`
    <${Section} title="Profile" lead=${`You sign in as ${me.username}.`}>
      <form class="form" onSubmit=${action.run}>
        <${TextField}
          label="Display name"
          name="display_name"
          value=${name}
          error=${action.error.value?.fields.display_name}
          maxLength=${128}
          autocomplete="name"
          placeholder=${me.username}
        />
        <${Submit} action=${action}>Save</>
      </form>
    </>
  `;
}
