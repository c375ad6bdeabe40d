import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { ApiError } from '../../api.ts';
import { useApp } from '../../app.ts';
import type { Review } from '../../store/plugins.ts';
import { StarField } from '../../store/stars.ts';
import { useAction } from '../../ui/action.ts';
import { AreaField } from '../../ui/area-field.ts';
import { Submit } from '../../ui/submit.ts';

const MAX_CHARACTERS = 4_000;

interface ReviewFormProps {
  pluginId: string;
  /** What this person wrote before. */
  own: Review | undefined;
  onDone: () => Promise<void>;
}

/** Stars and words in one; stars alone are fine. */
export function ReviewForm({ pluginId, own, onDone }: ReviewFormProps) {
  const { api, toasts } = useApp();
  const rating = useSignal(own?.rating ?? 0);
  const body = useSignal(own?.body ?? '');
  const save = useAction(async () => {
    const path = `api/v1/store/plugin/${pluginId}`;
    const words = body.value.trim();
    const stars = rating.value || undefined;
    if (words) await api.post(`${path}/review`, { body: words, rating: stars });
    else if (stars) await api.post(`${path}/rate`, { rating: stars });
    else throw new ApiError('Choose stars, or write a few words.', { status: 0, code: 'invalid' });
    toasts.show(words ? 'Review saved' : 'Rating saved');
    await onDone();
  });
  return html`
    <form class="form review-form" onSubmit=${save.run}>
      <${StarField} label="Your rating" value=${rating} />
      <${AreaField}
        label="Your review"
        name="review"
        value=${body}
        rows=${3}
        maxLength=${MAX_CHARACTERS}
        hint="Stars alone are fine too."
      />
      <${Submit} action=${save}>${own ? 'Change review' : 'Send'}</>
    </form>
  `;
}
