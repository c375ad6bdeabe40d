import { html } from 'htm/preact';
import { X } from 'lucide';
import { useEffect } from 'preact/hooks';
import { Icon } from '../ui/icon.ts';
import { useQuestion } from './address.ts';
import { clearFilters, readFilters } from './question.ts';

/** What the numbers are filtered by, each to be taken away; Escape takes all. */
export function Chips() {
  const { query, addressOf, toggle, clear } = useQuestion();
  const filters = readFilters(query);
  useEffect(() => {
    if (filters.length === 0) return;
    const clearOnEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]')) return;
      clear();
    };
    document.addEventListener('keydown', clearOnEscape);
    return () => document.removeEventListener('keydown', clearOnEscape);
  }, [addressOf(query)]);
  if (filters.length === 0) return null;
  return html`
    <ul class="chips" aria-label="Filters">
      ${filters.map((filter) => {
        const words = `${filter.dimension} ${filter.name || 'unknown'}`;
        return html`
          <li key=${words}>
            <button
              class="chip"
              type="button"
              onClick=${() => toggle(filter)}
            >
              <span class="visually-hidden">Remove </span>
              <span class="chip-dimension">${`${filter.dimension} `}</span>
              ${filter.name || 'Unknown'}
              <${Icon} of=${X} size=${12} />
            </button>
          </li>
        `;
      })}
      <li><a class="chips-clear" href=${addressOf(clearFilters(query))}>Clear</a></li>
    </ul>
  `;
}
