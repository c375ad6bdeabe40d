import { html } from 'htm/preact';
import type { ApiError } from '../api.ts';

/** A part of the page that could not be read: the cause and the next step. */
export function FailureNotice({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  return html`
    <div class="notice notice-failed" role="alert">
      <p>${error.message}</p>
      <button class="btn" type="button" onClick=${onRetry}>Try again</button>
    </div>
  `;
}
