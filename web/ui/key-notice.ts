import { html } from 'htm/preact';
import type { NewApiKey } from '../wire.ts';
import { CopyButton } from './copy.ts';

/** A new key, the only time that it is seen. */
export function KeyNotice({ apiKey }: { apiKey: NewApiKey }) {
  return html`
    <div class="key-notice" role="status">
      <p>Key “${apiKey.name}” is made. It is shown this once.</p>
      <div class="key-line">
        <code class="key-value" data-testid="new-key">${apiKey.key}</code>
        <${CopyButton} text=${apiKey.key} label="Copy key" />
      </div>
    </div>
  `;
}
