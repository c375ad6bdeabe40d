import { html } from 'htm/preact';
import { schemeOf, type Variables } from '../../ui/readable.ts';

/**
 * Always exactly what the values say, however bad: the page around it only follows as long as it can
 * be read.
 */
export function Sample({ variables }: { variables: Variables }) {
  const style = { ...variables, 'color-scheme': schemeOf(variables) ?? undefined };
  return html`
    <figure class="theme-sample" style=${style} data-testid="theme-sample">
      <figcaption class="visually-hidden">A panel in these values</figcaption>
      <div class="theme-sample-panel">
        <p class="theme-sample-title">Today</p>
        <p class="theme-sample-number">4h 12m</p>
        <p class="theme-sample-text">38m more than usual, mostly <a href="themes">core-engine</a>.</p>
        <div class="theme-sample-bar"><span></span></div>
        <div class="button-row">
          <span class="btn">Quiet</span><span class="btn btn-primary">Loud</span><span class="key-hint">Rust</span>
        </div>
      </div>
      <p class="theme-sample-hover">A row under the pointer</p>
    </figure>
  `;
}
