import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { useNow } from '../../ui/now.ts';
import { Segmented } from '../../ui/segmented.ts';
import { Submit } from '../../ui/submit.ts';
import { Tabs } from '../../ui/tabs.ts';
import { type PresentServer, type SetupShell, toSetupCommand } from './command.ts';
import { SnippetBlock } from './snippet.ts';

interface SetupToken {
  token: string;
  expires_at: string;
}

const shells: readonly { id: SetupShell; label: string; place: string }[] = [
  { id: 'sh', label: 'Linux, macOS, WSL', place: 'In a terminal' },
  { id: 'ps1', label: 'Windows', place: 'In PowerShell' },
];
const choices: readonly { value: PresentServer; label: string }[] = [
  { value: 'replace', label: 'Send here only' },
  { value: 'beside', label: 'Keep my other server too' },
];

/** One command that sets up every WakaTime plugin of a machine. */
export function CommandCard({ baseUrl }: { baseUrl: string }) {
  const { api } = useApp();
  const setup = useSignal<SetupToken | null>(null);
  const make = useAction(async () => {
    setup.value = await api.post<SetupToken>('api/v1/setup/tokens', { base_url: baseUrl });
  });
  const now = useNow().value;
  const isOver = setup.value !== null && Date.parse(setup.value.expires_at) <= now;
  return html`
    <section class="card command" aria-labelledby="command-title">
      <h2 class="connect-heading" id="command-title">One command for a whole machine</h2>
      <p class="snippet-intro">
        It makes a key, writes <span class="mono">~/.wakatime.cfg</span> (and keeps a copy of the one you have), and sends a test heartbeat.
      </p>
      ${setup.value && !isOver && html`<${Command} baseUrl=${baseUrl} setup=${setup.value} />`}
      <form onSubmit=${make.run}>
        <${Submit} action=${make} kind=${setup.value ? 'plain' : 'primary'}>
          ${setup.value ? 'Make another' : 'Make a command'}
        </>
      </form>
      ${isOver && html`<p class="field-hint" role="status">The command has run out.</p>`}
    </section>
  `;
}

function Command({ baseUrl, setup }: { baseUrl: string; setup: SetupToken }) {
  const shell = useSignal<string>(/Win/.test(navigator.userAgent) ? 'ps1' : 'sh');
  const present = useSignal<PresentServer>('replace');
  const { id, label, place } = shells.find((each) => each.id === shell.value) ?? shells[0] ?? {};
  if (!id) return null;
  const code = toSetupCommand(id, { baseUrl, token: setup.token, present: present.value });
  const until = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(
    new Date(setup.expires_at),
  );
  return html`
    <div class="command-made">
      <${Segmented}
        label="The server that your settings name now"
        options=${choices}
        value=${present.value}
        onChoose=${(value: PresentServer) => {
          present.value = value;
        }}
      />
      <${Tabs} label="System" tabs=${shells} selected=${shell}>
        <${SnippetBlock} place=${place} label=${`Command for ${label}`} code=${code} />
      </>
      <p class="field-hint" role="status">Works once, until ${until}. Run it where your editors run.</p>
    </div>
  `;
}
