import { html } from 'htm/preact';
import { CopyButton } from '../../ui/copy.ts';

interface SnippetProps {
  /** The file that it goes into, or where it is run. */
  place: string;
  /** For screen readers. */
  label: string;
  code: string;
}

/** Text to paste, with its place above and a button that copies it. */
export function SnippetBlock({ place, label, code }: SnippetProps) {
  return html`
    <div class="snippet">
      <div class="snippet-head">
        <span class="snippet-file">${place}</span>
        <${CopyButton} key=${code} text=${code} />
      </div>
      <pre tabindex="0" aria-label=${label}><code>${code}</code></pre>
    </div>
  `;
}
