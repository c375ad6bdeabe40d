import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { CopyButton } from '../../ui/copy.ts';
import { Tabs } from '../../ui/tabs.ts';
import { listSnippets } from './snippets.ts';

interface SnippetStepProps {
  baseUrl: string;
  apiKey: string | undefined;
}

/** The settings, in a tab for each way to send. */
export function SnippetStep({ baseUrl, apiKey }: SnippetStepProps) {
  const snippets = listSnippets(baseUrl, apiKey);
  const selected = useSignal(snippets[0]?.id ?? '');
  const snippet = snippets.find(({ id }) => id === selected.value);
  return html`
    <${Tabs} label="Editor" tabs=${snippets} selected=${selected}>
      ${
        snippet &&
        html`
          <p class="snippet-intro">${snippet.intro}</p>
          <div class="snippet">
            <div class="snippet-head">
              <span class="snippet-file">${snippet.file ?? 'In a terminal'}</span>
              <${CopyButton} key=${snippet.id} text=${snippet.code} />
            </div>
            <pre tabindex="0" aria-label=${`Settings for ${snippet.label}`}><code>${snippet.code}</code></pre>
          </div>
        `
      }
    </>
  `;
}
