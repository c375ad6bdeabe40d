import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { Appearance } from './account/appearance.ts';
import { Danger } from './account/danger.ts';
import { Export } from './account/export.ts';
import { Import } from './account/import.ts';
import { Keys } from './account/keys.ts';
import { Password } from './account/password.ts';
import { Plugins } from './account/plugins.ts';
import { Profile } from './account/profile.ts';
import { Section } from './account/section.ts';
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
      <${Plugins} me=${me} />
      <${Sessions} />
      <${Password} />
      <${Appearance} />
      <${Export} />
      <${Import} />
      ${me.is_admin && html`<${Administration} />`}
      <${Danger} me=${me} />
    </div>
  `;
}

function Administration() {
  return html`
    <${Section} title="Administration" lead="People, invites and the instance.">
      <p><a class="btn" href="admin">Open administration</a></p>
    </>
  `;
}
