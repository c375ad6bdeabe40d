import { html } from 'htm/preact';
import { X } from 'lucide';
import { Icon } from '../ui/icon.ts';
import type { Destination } from './destinations.ts';
import { Modal } from './modal.ts';
import { TODAY_KEY } from './shortcuts.ts';

interface ShortcutsDialogProps {
  destinations: readonly Destination[];
  onClose: () => void;
}

/** What the keyboard can do. */
export function ShortcutsDialog({ destinations, onClose }: ShortcutsDialogProps) {
  const ways = [
    ...destinations.map(({ key, label }) => ({ keys: ['g', key], words: label })),
    { keys: ['g', TODAY_KEY], words: 'Today' },
  ];
  const others = [
    { keys: ['/'], words: 'Search' },
    { keys: ['Esc'], words: 'Clear all filters' },
    { keys: ['←', '→', '↑', '↓'], words: 'Move within a chart' },
    { keys: ['[', ']'], words: 'Day before, day after' },
    { keys: ['Enter'], words: 'Filter by what has the focus' },
    { keys: ['?'], words: 'These shortcuts' },
  ];
  return html`
    <${Modal} label="Keyboard shortcuts" class="shortcuts" onClose=${onClose}>
      <div class="shortcuts-head">
        <h2 class="dialog-title">Keyboard shortcuts</h2>
        <button class="icon-button" type="button" aria-label="Close" onClick=${onClose}>
          <${Icon} of=${X} />
        </button>
      </div>
      <div class="shortcuts-columns">
        <${Keys} title="Go to" rows=${ways} />
        <${Keys} title="On a page" rows=${others} />
      </div>
    </>
  `;
}

interface KeysProps {
  title: string;
  rows: readonly { keys: readonly string[]; words: string }[];
}

function Keys({ title, rows }: KeysProps) {
  return html`
    <section>
      <h3 class="shortcuts-title">${title}</h3>
      <dl class="shortcuts-list">
        ${rows.map(
          ({ keys, words }) => html`
            <div key=${words} class="shortcuts-row">
              <dt>${words}</dt>
              <dd>${keys.map((key) => html`<kbd key=${key} class="key-hint">${key}</kbd>`)}</dd>
            </div>
          `,
        )}
      </dl>
    </section>
  `;
}
