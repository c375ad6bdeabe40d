import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import type { PluginDetail, Review } from '../../store/plugins.ts';
import { AverageStars, Stars } from '../../store/stars.ts';
import { signInAddress } from '../../ui/address.ts';
import { formatCount, formatRelative } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { ReviewForm } from './review-form.ts';

interface ReviewsProps {
  detail: PluginDetail;
  onChange: () => Promise<void>;
}

export function Reviews({ detail, onChange }: ReviewsProps) {
  const { router, session } = useApp();
  const { plugin, reviews } = detail;
  const me = session.me.value;
  const own = me ? reviews.find(({ username }) => username === me.username) : undefined;
  return html`
    <section aria-label="Reviews">
      <p class="reviews-average">
        ${
          plugin.rating_count > 0
            ? html`<${AverageStars} average=${plugin.avg_rating} count=${plugin.rating_count} />`
            : 'Nobody has rated it yet.'
        }
      </p>
      ${
        me
          ? html`<${ReviewForm} key=${plugin.id} pluginId=${plugin.id} own=${own} onDone=${onChange} />`
          : html`<p><a href=${signInAddress(router.place.value)}>Sign in</a> to rate it.</p>`
      }
      <ul class="reviews">
        ${reviews.map((review) => html`<${ReviewItem} key=${review.username} review=${review} />`)}
      </ul>
    </section>
  `;
}

function ReviewItem({ review }: { review: Review }) {
  const now = useNow().value;
  const { username, rating, body, created_at } = review;
  return html`
    <li class="review">
      <p class="review-head">
        <strong>${username}</strong>
        ${rating > 0 && html`<${Stars} rating=${rating} label=${`${formatCount(rating, 'star')}`} />`}
        <span class="row-note">${formatRelative(Math.min(Date.parse(created_at), now), now)}</span>
      </p>
      <p class="review-body">${body}</p>
    </li>
  `;
}
