import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { openCodeView } from './code-view.ts';
import { isTemplateKind, TEMPLATES } from './templates/templates.ts';
import type { Workbench } from './workbench.ts';

interface CodePaneProps {
  workbench: Workbench;
  onRun: () => void;
}

const undoWords = 'Undo in the editor brings back what was there';

/** The script, and what may be put in its place. */
export function CodePane({ workbench, onRun }: CodePaneProps) {
  const { toasts } = useApp();
  const kind = useSignal('both');
  const latestRun = useRef(onRun);
  latestRun.current = onRun;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = openCodeView(host.current, {
      code: workbench.draft.value.code,
      onChange: workbench.changeCode,
      onRun: () => latestRun.current(),
    });
    workbench.attach(view);
    return () => {
      workbench.attach(null);
      view.close();
    };
  }, [workbench]);
  const load = () => {
    if (!isTemplateKind(kind.value)) return;
    workbench.loadTemplate(kind.value);
    toasts.show(`Template loaded. ${undoWords}`);
  };
  const clear = () => {
    workbench.clear();
    toasts.show(`Cleared. ${undoWords}`);
  };
  return html`
    <div class="cteditor-bar">
      <h2 class="cteditor-file">plugin.js</h2>
      <label class="cteditor-kind">
        <span class="visually-hidden">Kind of template</span>
        <select
          class="input"
          value=${kind.value}
          onChange=${(event: { currentTarget: HTMLSelectElement }) => {
            kind.value = event.currentTarget.value;
          }}
        >
          ${Object.entries(TEMPLATES).map(([value, { label }]) => html`<option key=${value} value=${value}>${label}</option>`)}
        </select>
      </label>
      <button class="btn" type="button" onClick=${load}>Template</button>
      <button class="btn" type="button" onClick=${clear}>Clear</button>
    </div>
    <div class="cteditor-code" id="editor" ref=${host}></div>
    <p class="cteditor-keys">
      <kbd>Tab</kbd> indents, <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor ·
      <kbd>Ctrl</kbd> <kbd>/</kbd> comments · <kbd>Ctrl</kbd> <kbd>F</kbd> finds
    </p>
  `;
}
