import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Modal } from '../shell/modal.ts';
import { openShadow, readable } from './code-view.ts';

interface CompareProps {
  title: string;
  before: string;
  after: string;
  onClose: () => void;
  /** What can be done about it. */
  children: ComponentChildren;
}

/** Lines left around a change. */
const MARGIN_LINES = 3;
/** Beyond it the comparison scrolls, and the buttons below stay in sight. */
const MOST_HEIGHT = 'min(60vh, 640px)';

/** What changed from the published script to the draft, in a dialog. */
export function CompareDialog({ title, before, after, onClose, children }: CompareProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = openShadow(host.current);
    const view = new EditorView({
      parent: root,
      root,
      doc: after,
      extensions: [
        readable,
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({ tabindex: '0', role: 'textbox', 'aria-label': title }),
        Prec.highest(EditorView.theme({ '&': { height: 'auto', maxHeight: MOST_HEIGHT } })),
        unifiedMergeView({
          original: before,
          mergeControls: false,
          collapseUnchanged: { margin: MARGIN_LINES },
        }),
      ],
    });
    return () => view.destroy();
  }, [before, after]);
  const isSame = before === after;
  return html`
    <${Modal} class="cteditor-compare" label=${title} onClose=${onClose}>
      <h2 class="dialog-title">${title}</h2>
      ${isSame && html`<p class="cteditor-same">The script is the same. Only what the store says of it would change.</p>`}
      <div class="cteditor-diff" ref=${host} hidden=${isSame}></div>
      <div class="dialog-actions">${children}</div>
    </>
  `;
}
