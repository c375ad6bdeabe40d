import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import { Invites } from './account/invites.ts';
import { Facts } from './admin/facts.ts';
import { Store } from './admin/store.ts';
import { Users } from './admin/users.ts';
import { NotFound } from './not-found.ts';

/** The instance and its people. The server refuses everybody else's questions. */
export function Page() {
  const me = useApp().session.me.value;
  if (!me) return null;
  if (!me.is_admin) return html`<${NotFound} />`;
  return html`
    <div class="page-narrow">
      <h1 class="page-title">Administration</h1>
      <${Facts} />
      <${Users} me=${me} />
      <${Invites} />
      <${Store} />
    </div>
  `;
}
