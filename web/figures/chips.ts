import { html } from 'htm/preact';
import { X } from 'lucide';
import { useEffect } from 'preact/hooks';
import { Icon } from '../ui/icon.ts';
import { isTaken } from '../ui/typing.ts';
import { formatHours, weekdayName } from '../ui/week.ts';
import { type Question, useQuestion } from './address.ts';
import { clearFilters, readFilters, readWhen, withWhen } from './question.ts';

interface Chip {
  /** What it is one of: `project`. */
  kind: string;
  name: string;
  remove: () => void;
}

/** What the numbers are filtered by, each to be taken away; Escape takes all. */
export function Chips() {
  const question = useQuestion();
  const { query, addressOf, clear } = question;
  const chips = chipsOf(question);
  useEffect(() => {
    if (chips.length === 0) return;
    const clearOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isTaken(event)) clear();
    };
    document.addEventListener('keydown', clearOnEscape);
    return () => document.removeEventListener('keydown', clearOnEscape);
  }, [addressOf(query)]);
  if (chips.length === 0) return null;
  return html`
    <ul class="chips" aria-label="Filters">
      ${chips.map(
        ({ kind, name, remove }) => html`
          <li key=${`${kind} ${name}`}>
            <button class="chip" type="button" onClick=${remove}>
              <span class="visually-hidden">Remove </span>
              <span class="chip-dimension">${`${kind} `}</span>
              ${name || 'Unknown'}
              <${Icon} of=${X} size=${12} />
            </button>
          </li>
        `,
      )}
      <li><a class="chips-clear" href=${addressOf(clearFilters(query))}>Clear</a></li>
    </ul>
  `;
}

function chipsOf({ query, ask, toggle }: Question): Chip[] {
  const { weekday, hour } = readWhen(query);
  const chips = readFilters(query).map(
    (filter): Chip => ({
      kind: filter.dimension,
      name: filter.name,
      remove: () => toggle(filter),
    }),
  );
  if (weekday !== undefined) {
    const rest = hour === undefined ? {} : { hour };
    const remove = () => ask(withWhen(query, rest));
    chips.push({ kind: 'weekday', name: weekdayName(weekday, 'long'), remove });
  }
  if (hour !== undefined) {
    const rest = weekday === undefined ? {} : { weekday };
    chips.push({ kind: 'hour', name: formatHours(hour), remove: () => ask(withWhen(query, rest)) });
  }
  return chips;
}
