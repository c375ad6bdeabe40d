import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { DeleteButton } from '../../store/delete-button.ts';
import type { StorePlugin } from '../../store/plugins.ts';

/** For the one who published it. */
export function AuthorCard({ plugin }: { plugin: StorePlugin }) {
  const { router } = useApp();
  return html`
    <section class="aside-card">
      <h2 class="aside-title">Yours</h2>
      <div class="button-row">
        <a class="btn" href=${`cteditor?plugin=${plugin.name}`}>Edit in the editor</a>
        <a class="btn" href=${`plugin-store/publish/${plugin.name}`}>Update</a>
        <${DeleteButton} plugin=${plugin} onDone=${async () => router.navigate('plugin-store?view=mine')} />
      </div>
    </section>
  `;
}
