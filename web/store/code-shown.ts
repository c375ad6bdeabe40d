/** Scripts to read, and two to compare. Its own chunk: CodeMirror is large. */
import { javascript } from '@codemirror/lang-javascript';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { EditorView, highlightSpecialChars, lineNumbers } from '@codemirror/view';
import { codeTheme } from '../editor/code-theme.ts';

/** Lines around a change that stay, and how many unchanged ones are folded away. */
const COLLAPSE = { margin: 3, minSize: 6 };
/** Beyond these, a comparison is coarser instead of slow. */
const DIFF_LIMITS = { scanLimit: 2_000, timeout: 1_000 };

interface CodeShown {
  label: string;
  text: string;
  /** What it is compared with. */
  before?: string | undefined;
}

const height = EditorView.theme({ '&': { height: 'auto', maxHeight: 'min(70vh, 640px)' } });

function readOnly({ label, before }: CodeShown): Extension[] {
  return [
    Prec.highest(height),
    lineNumbers(),
    highlightSpecialChars(),
    javascript(),
    codeTheme,
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
    before === undefined
      ? []
      : unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: COLLAPSE,
          diffConfig: DIFF_LIMITS,
        }),
  ];
}

/**
 * Draws into a shadow root of `host`: CodeMirror's rules are constructed style sheets there; in the
 * page itself it would add a <style>, which our policy refuses. Returns what takes it away.
 */
export function openCode(host: HTMLElement, shown: CodeShown): () => void {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    doc: shown.text,
    extensions: readOnly(shown),
    parent: root,
    root,
  });
  return () => view.destroy();
}
