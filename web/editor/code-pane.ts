import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { openCodeView } from './code-view.ts';
import { MOD_KEY } from './mod-key.ts';
import { isTemplateKind, TEMPLATES } from './templates/templates.ts';
import type { Workbench } from './workbench.ts';

interface CodePaneProps {
  workbench: Workbench;
  onRun: () => void;
  /** Another script is there: what ran belongs to the one before. */
  onReplace: () => void;
}

/** The script, and what may be put in its place. */
export function CodePane({ workbench, onRun, onReplace }: CodePaneProps) {
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
  const offer = (done: string, undo: () => void) => {
    onReplace();
    toasts.show(done, 'done', { label: 'Undo', run: undo });
  };
  const load = () => {
    if (isTemplateKind(kind.value)) offer('Template loaded', workbench.loadTemplate(kind.value));
  };
  const clear = () => offer('Cleared', workbench.clear());
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
      <kbd>Tab</kbd> indents, <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the editor${' · '}
      <kbd>${MOD_KEY} /</kbd> comments${' · '}<kbd>${MOD_KEY} F</kbd> finds
    </p>
  `;
}
