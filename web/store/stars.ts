import type { Signal } from '@preact/signals';
import { html } from 'htm/preact';
import { Star } from 'lucide';
import { useId } from 'preact/hooks';
import { formatCount } from '../ui/format.ts';
import { Icon } from '../ui/icon.ts';

const RATINGS = [1, 2, 3, 4, 5];

/** One person's stars, or the average of many. */
export function Stars({ rating, label }: { rating: number; label: string }) {
  const rounded = Math.round(rating);
  return html`
    <span class="stars" role="img" aria-label=${label}>
      ${RATINGS.map((each) => html`<span key=${each} class=${each <= rounded ? 'star star-full' : 'star'}><${Icon} of=${Star} size=${14} /></span>`)}
    </span>
  `;
}

/** `4.5 of 5 stars, 2 ratings`, shortened to `★ 4.5 (2)`. */
export function AverageStars({ average, count }: { average: number; count: number }) {
  if (count === 0) return null;
  const words = `${average.toFixed(1)} of 5 stars, ${formatCount(count, 'rating')}`;
  return html`
    <span class="average">
      <${Stars} rating=${average} label=${words} />
      <span class="average-number" aria-hidden="true">${average.toFixed(1)} (${count})</span>
    </span>
  `;
}

/** Radio buttons underneath: arrow keys choose. 0 is none yet. */
export function StarField({ label, value }: { label: string; value: Signal<number> }) {
  const name = useId();
  return html`
    <fieldset class="star-field">
      <legend class="field-label">${label}</legend>
      ${RATINGS.map(
        (rating) => html`
          <label class="star-choice" key=${rating} title=${formatCount(rating, 'star')}>
            <input
              class="visually-hidden"
              type="radio"
              name=${name}
              value=${rating}
              checked=${value.value === rating}
              onChange=${() => {
                value.value = rating;
              }}
            />
            <span class=${rating <= value.value ? 'star star-full' : 'star'}><${Icon} of=${Star} size=${22} /></span>
            <span class="visually-hidden">${formatCount(rating, 'star')}</span>
          </label>
        `,
      )}
    </fieldset>
  `;
}
