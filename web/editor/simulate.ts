import { useComputed } from '@preact/signals';
import { html } from 'htm/preact';
import { Play } from 'lucide';
import { Field, type FieldIds } from '../ui/field.ts';
import { Icon } from '../ui/icon.ts';
import { Segmented } from '../ui/segmented.ts';
import { MODES, type Mode, makeMockHeartbeat } from './draft.ts';
import { MOD_KEY } from './mod-key.ts';
import { problemOfInput } from './run.ts';
import { chooseHandler, endpointsOf } from './runner.ts';
import type { Workbench } from './workbench.ts';

interface SimulateProps {
  workbench: Workbench;
  onRun: () => void;
  onMode: (mode: Mode) => void;
}

const OPTIONS = MODES.map((value) => ({ value, label: value }));
const MOCK_ROWS = 6;
const BODY_ROWS = 3;

type Typed = { currentTarget: HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement };

/** What happens to the script when it runs, and with what. */
export function Simulate({ workbench, onRun, onMode }: SimulateProps) {
  const { simulation } = workbench.draft.value;
  const isRunning = workbench.output.status.value === 'running';
  const problem = problemOfInput(simulation);
  return html`
    <section class="cteditor-simulate" aria-label="Simulate">
      ${simulation.mode === 'on_heartbeat' && html`<${MockHeartbeat} ...${{ workbench, problem }} />`}
      ${simulation.mode === 'rpc' && html`<${Call} ...${{ workbench, problem }} />`}
      <div class="cteditor-run">
        <span class="cteditor-run-label" aria-hidden="true">Simulate:</span>
        <${Segmented}
          label="Simulate"
          options=${OPTIONS}
          value=${simulation.mode}
          onChoose=${onMode}
        />
        <button
          class="btn btn-primary"
          id="runBtn"
          type="button"
          disabled=${isRunning || problem !== null}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          onClick=${onRun}
        >
          <${Icon} of=${Play} size=${14} /> Run <kbd class="cteditor-run-keys">${MOD_KEY} ⏎</kbd>
        </button>
      </div>
    </section>
  `;
}

interface InputProps {
  workbench: Workbench;
  problem: string | null;
}

function MockHeartbeat({ workbench, problem }: InputProps) {
  const { heartbeat } = workbench.draft.value.simulation;
  const reset = () => workbench.changeSimulation({ heartbeat: makeMockHeartbeat(Date.now()) });
  return html`
    <details class="cteditor-input" open=${problem !== null}>
      <summary>Mock heartbeat</summary>
      <${JsonField}
        label="Fields of the heartbeat"
        rows=${MOCK_ROWS}
        value=${heartbeat}
        problem=${problem}
        onChange=${(text: string) => workbench.changeSimulation({ heartbeat: text })}
      />
      <button class="btn" type="button" onClick=${reset}>Reset</button>
    </details>
  `;
}

function Call({ workbench, problem }: InputProps) {
  const endpoints = useComputed(() => endpointsOf(workbench.draft.value.code)).value;
  const { handler, body } = workbench.draft.value.simulation;
  const change = ({ currentTarget }: Typed) =>
    workbench.changeSimulation({ handler: currentTarget.value });
  const known = (ids: FieldIds) => html`
    <select class="input" ...${ids} value=${chooseHandler(handler, endpoints)} onChange=${change}>
      ${endpoints.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}
    </select>
  `;
  const typed = (ids: FieldIds) =>
    html`<input class="input" ...${ids} value=${handler} placeholder="status" onInput=${change} />`;
  const hint =
    endpoints.length === 0 ? 'No endpoints were found in the script; type the name of one.' : '';
  return html`
    <div class="cteditor-input cteditor-call">
      <${Field} label="Handler" hint=${hint}>${endpoints.length > 0 ? known : typed}</>
      <${JsonField}
        label="Body, as JSON"
        rows=${BODY_ROWS}
        value=${body}
        problem=${problem}
        onChange=${(text: string) => workbench.changeSimulation({ body: text })}
      />
    </div>
  `;
}

interface JsonFieldProps {
  label: string;
  rows: number;
  value: string;
  problem: string | null;
  onChange: (text: string) => void;
}

function JsonField({ label, rows, value, problem, onChange }: JsonFieldProps) {
  const control = (ids: FieldIds) => html`
    <textarea
      class="input cteditor-json"
      rows=${rows}
      spellcheck=${false}
      autocapitalize="none"
      value=${value}
      onInput=${({ currentTarget }: Typed) => onChange(currentTarget.value)}
      ...${ids}
    ></textarea>
  `;
  return html`<${Field} label=${label} error=${problem ?? undefined}>${control}</>`;
}
