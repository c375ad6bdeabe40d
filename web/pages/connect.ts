import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { NewApiKey } from '../wire.ts';
import { ArrivalStep } from './connect/arrival-step.ts';
import { KeyStep } from './connect/key-step.ts';
import { SnippetStep } from './connect/snippet-step.ts';

/** From nothing to the first heartbeat, in three steps. */
export function Page() {
  const apiKey = useSignal<NewApiKey | null>(null);
  const baseUrl = document.baseURI.replace(/\/$/, '');
  return html`
    <div class="page-narrow">
      <h1 class="page-title">Connect an editor</h1>
      <ol class="steps">
        <${Step} title="Make a key"><${KeyStep} apiKey=${apiKey} /></>
        <${Step} title="Paste the settings">
          <${SnippetStep} baseUrl=${baseUrl} apiKey=${apiKey.value?.key} />
        </>
        <${Step} title="Write code"><${ArrivalStep} /></>
      </ol>
    </div>
  `;
}

function Step({ title, children }: { title: string; children: ComponentChildren }) {
  return html`
    <li class="card step">
      <h2 class="step-title">${title}</h2>
      ${children}
    </li>
  `;
}
