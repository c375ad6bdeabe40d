import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { BanButton } from '../../store/ban-button.ts';
import { DeleteButton } from '../../store/delete-button.ts';
import type { StorePlugin } from '../../store/plugins.ts';

/** For administrators; authors delete their own above. */
export function ModerationCard({
  plugin,
  onChange,
}: {
  plugin: StorePlugin;
  onChange: () => Promise<void>;
}) {
  const { router, session } = useApp();
  const isOwn = session.me.value?.id === plugin.author_id;
  return html`
    <section class="aside-card">
      <h2 class="aside-title">Moderation</h2>
      <div class="button-row">
        <${BanButton} plugin=${plugin} onDone=${onChange} />
        ${!isOwn && html`<${DeleteButton} plugin=${plugin} as="admin" onDone=${async () => router.navigate('plugin-store')} />`}
      </div>
    </section>
  `;
}
