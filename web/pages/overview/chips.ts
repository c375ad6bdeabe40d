import { html } from 'htm/preact';
import { X } from 'lucide';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { Icon } from '../../ui/icon.ts';
import { clearFilters, readFilters, toggleFilter } from './question.ts';

/** What the numbers are filtered by, each to be taken away; Escape takes all. */
export function Chips() {
  const { router } = useApp();
  const { query } = router.place.value;
  const filters = readFilters(query);
  useEffect(() => {
    if (filters.length === 0) return;
    const clear = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (document.querySelector('dialog[open]')) return;
      router.navigate(`./?${clearFilters(query)}`);
    };
    document.addEventListener('keydown', clear);
    return () => document.removeEventListener('keydown', clear);
  }, [query]);
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
              onClick=${() => router.navigate(`./?${toggleFilter(query, filter)}`)}
            >
              <span class="visually-hidden">Remove </span>
              <span class="chip-dimension">${`${filter.dimension} `}</span>
              ${filter.name || 'Unknown'}
              <${Icon} of=${X} size=${12} />
            </button>
          </li>
        `;
      })}
      <li><a class="chips-clear" href=${`./?${clearFilters(query)}`}>Clear</a></li>
    </ul>
  `;
}
