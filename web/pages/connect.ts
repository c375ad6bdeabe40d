import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { NewApiKey } from '../wire.ts';
import { ArrivalStep } from './connect/arrival-step.ts';
import { Clients } from './connect/clients.ts';
import { CommandCard } from './connect/command-card.ts';
import { KeyStep } from './connect/key-step.ts';
import { SnippetStep } from './connect/snippet-step.ts';

/** From nothing to the first heartbeat, by one command or in three steps; then who sends. */
export function Page() {
  const apiKey = useSignal<NewApiKey | null>(null);
  const baseUrl = document.baseURI.replace(/\/$/, '');
  return html`
    <div class="page-narrow">
      <h1 class="page-title">Connect an editor</h1>
      <${CommandCard} baseUrl=${baseUrl} />
      <h2 class="connect-heading">Or by hand</h2>
      <ol class="steps">
        <${Step} title="Make a key"><${KeyStep} apiKey=${apiKey} /></>
        <${Step} title="Paste the settings">
          <${SnippetStep} baseUrl=${baseUrl} apiKey=${apiKey.value?.key} />
        </>
        <${Step} title="Write code"><${ArrivalStep} /></>
      </ol>
      <${Clients} />
    </div>
  `;
}

function Step({ title, children }: { title: string; children: ComponentChildren }) {
  return html`
    <li class="card step">
      <h3 class="step-title">${title}</h3>
      ${children}
    </li>
  `;
}
