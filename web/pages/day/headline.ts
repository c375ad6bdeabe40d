import { html } from 'htm/preact';
import { ChevronDown } from 'lucide';
import { useQuestion } from '../../figures/address.ts';
import { describeChange } from '../../figures/change.ts';
import { Duration } from '../../ui/duration.ts';
import { formatCount, formatDate, formatDuration, formatExactDuration } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.ts';
import type { Usual } from './dates.ts';

interface HeadlineProps {
  date: string;
  /** Undefined until known. */
  seconds: number | undefined;
  /** Of the whole day, when filters show a part. */
  whole: number | undefined;
  /** Null when there was no such day before, undefined when that is not known. */
  usual: Usual | null | undefined;
  /** Today or later: the day is not over. */
  isOpen: boolean;
  isExplained: boolean;
  /** While the number is still that of the day before. */
  isReloading: boolean;
}

/** How long, against how long such a day usually is; and the way to the reasons. */
export function Headline(props: HeadlineProps) {
  const { seconds, isExplained, isReloading } = props;
  const { query, ask } = useQuestion();
  const next = new URLSearchParams(query);
  if (isExplained) next.delete('explain');
  else next.set('explain', 'yes');
  return html`
    <div class="day-headline" aria-busy=${isReloading}>
      <div>
        <p class="today-number" data-testid="day-total">
          ${
            seconds === undefined
              ? html`<span class="skeleton">0h 00m</span>`
              : html`<${Duration} seconds=${seconds} />`
          }
        </p>
        <p class="day-compared"><${Compared} ...${props} /></p>
      </div>
      <button
        class="btn day-explain"
        type="button"
        aria-expanded=${isExplained}
        disabled=${seconds === undefined}
        onClick=${() => ask(next)}
      >
        Explain this number <${Icon} of=${ChevronDown} size=${14} />
      </button>
    </div>
  `;
}

function Compared({ date, seconds, whole, usual, isOpen }: HeadlineProps) {
  if (seconds === undefined) return html`<span class="skeleton">0h 00m vs a usual day</span>`;
  const weekday = formatDate(date, { weekday: 'long' });
  const part =
    whole !== undefined && whole !== seconds ? `of ${formatDuration(whole)} that day · ` : '';
  if (!usual) return usual === null && seconds > 0 ? `${part}the first ${weekday} with time` : part;
  const title = `Average of the ${formatCount(usual.weeks, weekday)} before: ${formatExactDuration(usual.seconds)}`;
  const words =
    isOpen && seconds < usual.seconds
      ? html`a usual ${weekday} has <strong>${formatDuration(usual.seconds)}</strong>`
      : html`<strong>${describeChange(seconds, usual.seconds)}</strong> vs a usual ${weekday}`;
  return html`${part}<span title=${title}>${words}</span>`;
}
