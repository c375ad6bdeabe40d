import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { Segmented } from '../../ui/segmented.ts';
import { Section } from './section.ts';

const options = [
  { value: 'system', label: 'System' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const;

export function Appearance() {
  const { theme } = useApp();
  return html`
    <${Section} title="Appearance" lead="Kept in this browser.">
      <${Segmented} label="Theme" options=${options} value=${theme.current.value} onChoose=${theme.choose} />
    </>
  `;
}
