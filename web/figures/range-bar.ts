import { html } from 'htm/preact';
import { CalendarDays } from 'lucide';
import { dayAddress } from '../ui/address.ts';
import { formatDate } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';
import type { Day } from '../wire.ts';
import type { Asked } from './range.ts';
import { RangeSwitch } from './range-switch.ts';

interface RangeBarProps {
  asked: Asked;
  /** The days shown; empty until known. */
  days: readonly Day[];
}

/** What range the page is about, and the ways to another. One day alone has a page of its own. */
export function RangeBar({ asked, days }: RangeBarProps) {
  const [only] = days;
  return html`
    <div class="range-bar">
      <h2 class="range-title">${asked.title}</h2>
      <p class="range-dates">${describeDays(days)}</p>
      ${
        only &&
        days.length === 1 &&
        html`<a class="btn range-open" href=${dayAddress(only.date)}><${Icon} of=${CalendarDays} size=${14} />Open day</a>`
      }
      <${RangeSwitch} asked=${asked} days=${days} />
    </div>
  `;
}

function describeDays(days: readonly Day[]): string {
  const [first, last] = [days[0]?.date, days.at(-1)?.date];
  if (!first || !last) return '';
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return first === last
    ? formatDate(first, options)
    : `${formatDate(first, options)} – ${formatDate(last, options)}`;
}
