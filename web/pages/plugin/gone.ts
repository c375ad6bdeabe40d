import { html } from 'htm/preact';
import { Blocks } from 'lucide';
import { useApp } from '../../app.ts';
import { Icon } from '../../ui/icon.ts';

/** Unknown, banned or taken away: `reason` is the server's sentence. */
export function Gone({ reason }: { reason: string }) {
  const me = useApp().session.me.value;
  return html`
    <section class="card empty">
      <${Icon} of=${Blocks} size=${28} />
      <h1>This plugin is not in the store</h1>
      <p>${reason}</p>
      <div class="button-row">
        <a class="btn" href="plugin-store">Plugin store</a>
        ${me?.is_admin && html`<a class="btn" href="admin">Moderation</a>`}
      </div>
    </section>
  `;
}
