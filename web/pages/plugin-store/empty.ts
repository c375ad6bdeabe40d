import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { SeedButton } from '../../store/seed-button.ts';

const WAITING_CARDS = [1, 2, 3, 4, 5, 6];

/** Nobody has published anything yet. */
export function EmptyStore({ onChange }: { onChange: () => Promise<void> }) {
  const me = useApp().session.me.value;
  if (me?.is_admin) {
    return html`
      <section class="card empty">
        <h2>No plugins yet</h2>
        <p>Hearthbeat comes with a few: today, streak, focus sessions, goals and more. Add them to the store, and everybody here can install them.</p>
        <${SeedButton} kind="primary" onDone=${onChange} />
        <a class="quiet-link" href="cteditor">Write one in the editor</a>
      </section>
    `;
  }
  return html`
    <section class="card empty">
      <h2>No plugins yet</h2>
      <p>${me ? 'Write one in the editor; it takes a few lines of JavaScript.' : 'Once somebody publishes one, it is here for everybody to see.'}</p>
      ${me && html`<a class="btn" href="cteditor">Open the editor</a>`}
    </section>
  `;
}

export function NoneFound({ words, onClear }: { words: string; onClear: () => void }) {
  return html`
    <section class="card empty">
      <h2>${words.trim() ? `No plugin matches “${words.trim()}”` : 'No plugin of this kind'}</h2>
      <p>Names, titles and descriptions are looked through.</p>
      <button class="btn" type="button" onClick=${onClear}>Show all plugins</button>
    </section>
  `;
}

/** As large as the cards that come. */
export function Waiting() {
  return html`
    <div class="plugin-grid" role="status" aria-label="Loading">
      ${WAITING_CARDS.map((each) => html`<div class="plugin-card plugin-card-waiting skeleton-block" key=${each}></div>`)}
    </div>
  `;
}
