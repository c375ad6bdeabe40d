import { html } from 'htm/preact';

/** The size of what comes, so that nothing jumps when it does. */
export function OverviewSkeleton() {
  return html`
    <div aria-busy="true" aria-label="Loading">
      <div class="card summary skeleton-block"></div>
      <div class="figures">
        ${[8, 4, 4, 4, 4].map((span, index) => html`<div key=${index} class="card figure skeleton-block" data-span=${span}></div>`)}
      </div>
    </div>
  `;
}
