import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { Tabs } from '../../ui/tabs.ts';
import { SnippetBlock } from './snippet.ts';
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
          <${SnippetBlock}
            place=${snippet.file ?? 'In a terminal'}
            label=${`Settings for ${snippet.label}`}
            code=${snippet.code}
          />
        `
      }
    </>
  `;
}
