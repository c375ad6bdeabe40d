import { html } from 'htm/preact';
import type { ApiError } from '../api.ts';
import { FailureNotice } from '../ui/notice.ts';
import { Brand } from './brand.ts';

/** Nothing is known yet, and the server does not tell. */
export function Unreachable({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  return html`
    <main class="entry">
      <${Brand} />
      <h1 class="visually-hidden">Hearthbeat does not answer</h1>
      <${FailureNotice} error=${error} onRetry=${onRetry} />
    </main>
  `;
}
