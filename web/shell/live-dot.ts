import { html } from 'htm/preact';
import { useApp } from '../app.ts';
import type { LiveStatus } from '../live.ts';

const WORDS: Record<LiveStatus, string> = {
  off: 'Off',
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
};

/** Whether the numbers on the page follow the editor right now. */
export function LiveDot() {
  const status = useApp().live.status.value;
  return html`
    <span class="live" data-status=${status} role="status">
      <span class="live-dot" aria-hidden="true"></span>${WORDS[status]}
    </span>
  `;
}
