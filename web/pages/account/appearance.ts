import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { schemeOf } from '../../ui/readable.ts';
import { Segmented } from '../../ui/segmented.ts';
import { Section } from './section.ts';

const options = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const;

export function Appearance() {
  const { look, theme } = useApp();
  const isReplaced = schemeOf(look.active.value?.variables ?? {}) !== null;
  return html`
    <${Section} title="Appearance" lead="Dark or light is kept in this browser, a theme in your account.">
      <${Segmented} label="Theme" options=${options} value=${theme.current.value} onChoose=${theme.choose} />
      ${isReplaced && html`<p class="field-hint">Your theme sets its own colours for both. This counts again when it is off.</p>`}
      <p><a class="btn" href="themes">Themes and own colours</a></p>
    </>
  `;
}
