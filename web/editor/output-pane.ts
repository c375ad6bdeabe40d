import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Output, OutputLine, Status } from './output.ts';
import { PreviewFrame } from './preview.ts';
import type { Runner } from './runner.ts';
import type { Problem } from './script-outline.ts';
import type { Workbench } from './workbench.ts';

interface OutputPaneProps {
  workbench: Workbench;
  runner: Runner;
  onGoTo: (problem: Problem) => void;
}

const BADGES: Readonly<Record<Status, string>> = {
  idle: '',
  running: '● running',
  ok: '✓ ok',
  error: '✗ error',
};

const CLASSES: Readonly<Record<OutputLine['kind'], string>> = {
  log: 'out-line',
  warn: 'out-line out-warn',
  error: 'out-line out-error',
  note: 'out-line out-ui',
  result: 'out-line out-result',
  done: 'out-line out-done',
};

/** What the last run said, and for a widget the widget itself. */
export function OutputPane({ workbench, runner, onGoTo }: OutputPaneProps) {
  const { output } = workbench;
  const isWidget = workbench.draft.value.simulation.mode === 'widget';
  const clear = () => {
    runner.stopPreview();
    output.clear();
  };
  return html`
    <div class="cteditor-bar cteditor-status">
      <p class="cteditor-note">${isWidget ? WIDGET_NOTE : SERVER_NOTE}</p>
      <span class="cteditor-badge" id="statusBadge" role="status" data-status=${output.status.value}>
        ${BADGES[output.status.value]}
      </span>
      <button class="btn" type="button" aria-label="Clear the output" onClick=${clear}>Clear</button>
    </div>
    ${isWidget && html`<${PreviewFrame} ...${{ workbench, runner }} />`}
    ${isWidget && html`<h3 class="cteditor-console">Console</h3>`}
    <${Lines} id=${isWidget ? 'widget-console' : 'output'} ...${{ output, onGoTo, isWidget }} />
  `;
}

const SERVER_NOTE =
  'Runs on the server with your real data, in a transaction that is rolled back. Keys are a copy that is dropped. Nothing is kept.';
const WIDGET_NOTE =
  'Runs live in a frame of its own, with a key that reads your real numbers. Its own endpoints answer once it is installed, other hosts once it is published.';

interface LinesProps {
  id: string;
  output: Output;
  isWidget: boolean;
  onGoTo: (problem: Problem) => void;
}

function Lines({ id, output, isWidget, onGoTo }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = output.lines.value;
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines]);
  const nothing = isWidget
    ? '// console.log of your widget appears here.'
    : '// Run your plugin to see output here.';
  return html`
    <div class="cteditor-lines" id=${id} ref=${box} role="log" aria-label="Output" tabindex="0">
      ${lines.length === 0 && html`<div class="out-line out-ui">${nothing}</div>`}
      ${lines.map((line) => html`<${Line} key=${line.id} ...${{ line, onGoTo }} />`)}
    </div>
  `;
}

function Line({ line, onGoTo }: { line: OutputLine; onGoTo: (problem: Problem) => void }) {
  const { kind, text, problem } = line;
  return html`
    <div class=${CLASSES[kind]}>
      ${text}
      ${
        problem &&
        html`${' '}
          <button class="out-place" type="button" onClick=${() => onGoTo(problem)}>
            plugin.js:${problem.line}:${problem.column}
          </button>
        `
      }
    </div>
  `;
}
