import { html } from 'htm/preact';
import { ChevronLeft, ChevronRight } from 'lucide';
import { useLayoutEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import { toAddress, useQuestion } from '../../figures/address.ts';
import { dayAddress } from '../../ui/address.ts';
import { formatDate } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import { addDays } from '../../ui/zone.ts';

/** Where arrow keys already mean something, or text is written. */
const KEEPS_ARROWS = 'a, button, input, select, textarea, summary, [role], [tabindex]:not(main)';
const KEEPS_LETTERS = 'input, select, textarea, [contenteditable]';

interface StepProps {
  /** YYYY-MM-DD. */
  date: string;
  today: string;
}

/** The day's name, with the ways to the day before, the day after and any other. */
export function DaySteps({ date, today }: StepProps) {
  const { query } = useQuestion();
  const { router } = useApp();
  const addressOf = (day: string) => toAddress(dayAddress(day), query);
  const previous = addressOf(addDays(date, -1));
  const next = date < today ? addressOf(addDays(date, 1)) : null;
  // Before the next key: two in a row are two days.
  useLayoutEffect(() => {
    const step = (event: KeyboardEvent) => {
      const direction = directionOf(event);
      const target = direction < 0 ? previous : next;
      if (direction === 0 || !target) return;
      event.preventDefault();
      router.navigate(target);
    };
    document.addEventListener('keydown', step);
    return () => document.removeEventListener('keydown', step);
  }, [previous, next, router]);
  const choose = (event: { currentTarget: HTMLInputElement }) => {
    if (event.currentTarget.value) router.navigate(addressOf(event.currentTarget.value));
  };
  return html`
    <div class="day-steps">
      <h1 class="day-title">
        <span class="day-weekday">${formatDate(date, { weekday: 'long' })}</span>${' '}
        <span class="day-date">${formatDate(date, { day: 'numeric', month: 'long', year: 'numeric' })}</span>
      </h1>
      <nav class="day-nav" aria-label="Days">
        <a class="icon-button" href=${previous} aria-label="Day before" title="Day before ( [ or ← )">
          <${Icon} of=${ChevronLeft} size=${18} />
        </a>
        <input class="range-date" type="date" aria-label="Day" value=${date} max=${today} onChange=${choose} />
        ${
          next
            ? html`
                <a class="icon-button" href=${next} aria-label="Day after" title="Day after ( ] or → )">
                  <${Icon} of=${ChevronRight} size=${18} />
                </a>
              `
            : html`
                <span class="icon-button day-nav-end" aria-hidden="true">
                  <${Icon} of=${ChevronRight} size=${18} />
                </span>
              `
        }
        ${date !== today && html`<a class="btn" href=${toAddress('day', query)}>Today</a>`}
      </nav>
    </div>
  `;
}

/** −1 for the day before, 1 for the day after, 0 for a key that means something else here. */
function directionOf(event: KeyboardEvent): -1 | 0 | 1 {
  if (event.defaultPrevented || event.metaKey || document.querySelector('dialog[open]')) return 0;
  const on = event.target instanceof Element ? event.target : document.body;
  const isBracket = event.key === '[' || event.key === ']';
  if (isBracket) {
    if (on.closest(KEEPS_LETTERS)) return 0;
    return event.key === '[' ? -1 : 1;
  }
  const isPlain = !event.ctrlKey && !event.altKey && !event.shiftKey;
  if (!isPlain || on.closest(KEEPS_ARROWS)) return 0;
  if (event.key === 'ArrowLeft') return -1;
  return event.key === 'ArrowRight' ? 1 : 0;
}
