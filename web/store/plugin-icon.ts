import { html } from 'htm/preact';

/** What the server gives a plugin without one. */
const DEFAULT_ICON = '🔌';

/** The author's emoji; decoration beside the name. */
export function PluginIcon({
  icon,
  size = 'plain',
}: {
  icon: string | null;
  size?: 'plain' | 'large' | 'small';
}) {
  const name = size === 'plain' ? 'plugin-icon' : `plugin-icon plugin-icon-${size}`;
  return html`<span class=${name} aria-hidden="true">${icon || DEFAULT_ICON}</span>`;
}
