import { html } from 'htm/preact';
import { Code } from '../../store/code.ts';
import type { StorePlugin } from '../../store/plugins.ts';
import { CopyButton } from '../../ui/copy.ts';

/** The script as it runs. */
export function Source({ plugin }: { plugin: StorePlugin }) {
  const { script } = plugin;
  if (!script) return html`<p class="plugin-silence">This plugin has no script.</p>`;
  return html`
    <div class="source-head">
      <p>The script of <span class="mono">${plugin.version}</span>, all of it.</p>
      <${CopyButton} text=${script} label="Copy script" />
    </div>
    <${Code} label=${`Script of ${plugin.display_name}`} text=${script} />
  `;
}
