import { html } from 'htm/preact';
import { useApp } from '../app.ts';

/** The way out of a theme in which words are lost; drawn in colours that no theme changes. */
export function LostTheme() {
  const { look } = useApp();
  if (!look.isLost.value) return null;
  return html`
    <aside class="lost-theme" aria-label="Theme">
      <span>Hard to read?</span>
      <a href="themes?theme=off">Turn the theme off</a>
    </aside>
  `;
}
