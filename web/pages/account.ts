import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { Appearance } from './account/appearance.ts';
import { Export } from './account/export.ts';
import { Invites } from './account/invites.ts';
import { Keys } from './account/keys.ts';
import { Password } from './account/password.ts';
import { Profile } from './account/profile.ts';
import { Sessions } from './account/sessions.ts';
import { Time } from './account/time.ts';

export function Page() {
  const me = useApp().session.me.value;
  if (!me) return null;
  return html`
    <div class="page-narrow">
      <h1 class="page-title">Account</h1>
      <${Profile} me=${me} />
      <${Time} me=${me} />
      <${Keys} />
      <${Sessions} />
      <${Password} />
      <${Appearance} />
      <${Export} />
      ${me.is_admin && html`<${Invites} />`}
    </div>
  `;
}
