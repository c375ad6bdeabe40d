import { html } from 'htm/preact';
import type { LatestHeartbeat } from '../wire.ts';
import { formatRelative } from './format.ts';

/** Project, language and editor of a heartbeat, as far as they are known. */
export function describeHeartbeat(heartbeat: LatestHeartbeat): string {
  return [heartbeat.project, heartbeat.language, heartbeat.editor].filter(Boolean).join(' · ');
}

/** One line that says what was last worked on, and how long ago. */
export function LatestLine({ heartbeat, now }: { heartbeat: LatestHeartbeat; now: number }) {
  const when = formatRelative(Math.min(Date.parse(heartbeat.time), now), now);
  return html`
    <p class="latest">
      <span class="latest-what">${describeHeartbeat(heartbeat)}</span>
      <span class="latest-when">${when}</span>
    </p>
  `;
}
