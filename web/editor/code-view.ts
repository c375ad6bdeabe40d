import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  isolateHistory,
} from '@codemirror/commands';
import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { codeLint, markProblem, positionOf } from './code-lint.ts';
import { codeTheme } from './code-theme.ts';
import { completePlugin } from './completion.ts';
import type { Problem } from './script-outline.ts';

/** What a screen reader says of the field: how to get out of it too. */
const LABEL = 'plugin.js. Tab indents; press Escape, then Tab to leave.';

export interface CodeView {
  /** Another script: what could be undone before cannot be now. */
  open(code: string): void;
  /** The same script with another text: one step to undo. */
  replace(code: string): void;
  goTo(problem: Problem): void;
  mark(problem: Problem | null): void;
  focus(): void;
  close(): void;
}

interface CodeViewOptions {
  code: string;
  onChange(code: string): void;
  onRun(): void;
}

/**
 * A shadow root to draw code into. CodeMirror writes its rules into constructed style sheets there;
 * in the page itself it would add a <style>, which our policy refuses.
 */
export function openShadow(host: HTMLElement): ShadowRoot {
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  // Seen from outside, what is typed in the shadow is typed nowhere: the page's shortcuts would take it.
  host.addEventListener('keydown', (event) => event.stopPropagation());
  return shadow;
}

/** Highlighting and numbers: what a script to read needs too. */
export const readable: Extension = [
  lineNumbers(),
  highlightSpecialChars(),
  drawSelection(),
  javascript(),
  codeTheme,
];

function editable({ onChange, onRun }: CodeViewOptions): Extension {
  const run = () => {
    onRun();
    return true;
  };
  return [
    readable,
    Prec.highest(keymap.of([{ key: 'Mod-Enter', run, preventDefault: true }])),
    history(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    indentOnInput(),
    indentUnit.of('  '),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    autocompletion(),
    javascriptLanguage.data.of({ autocomplete: completePlugin }),
    highlightSelectionMatches(),
    codeLint,
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      indentWithTab,
    ]),
    EditorView.contentAttributes.of({
      'aria-label': LABEL,
      'aria-multiline': 'true',
      tabindex: '0',
    }),
    EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) onChange(state.doc.toString());
    }),
  ];
}

/** The script's field inside `host`. */
export function openCodeView(host: HTMLElement, options: CodeViewOptions): CodeView {
  const root = openShadow(host);
  const extensions = editable(options);
  const toState = (doc: string) => EditorState.create({ doc, extensions });
  const view = new EditorView({ state: toState(options.code), parent: root, root });
  return {
    open: (code) => view.setState(toState(code)),
    replace(code) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: code },
        selection: { anchor: 0 },
        annotations: isolateHistory.of('full'),
        scrollIntoView: true,
      });
    },
    goTo(problem) {
      view.dispatch({
        selection: { anchor: positionOf(view.state, problem) },
        effects: EditorView.scrollIntoView(positionOf(view.state, problem), { y: 'center' }),
      });
      view.focus();
    },
    mark: (problem) => markProblem(view, problem),
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
