import { html } from 'htm/preact';

export function NotFound() {
  return html`
    <section class="card empty">
      <h1>There is no page at this address</h1>
      <p>It may have moved, or the link was cut short.</p>
      <a class="btn" href="./">Overview</a>
    </section>
  `;
}
