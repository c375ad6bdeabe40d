/** What an update changes, line by line, before it runs. Lazy: it brings the editor's code. */
import { javascript } from '@codemirror/lang-javascript';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { Modal } from '../shell/modal.ts';
import { useAction } from '../ui/action.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useResource } from '../ui/resource.ts';
import type { Panel } from './wire.ts';

interface UpdateDialogProps {
  panel: Panel;
  onClose: () => void;
  onAccepted: () => Promise<void>;
}

export function UpdateDialog({ panel, onClose, onAccepted }: UpdateDialogProps) {
  const { api } = useApp();
  const latest = useResource<{ script: string | null }>((signal) =>
    api.get(`api/v1/store/plugin/${panel.plugin_id}/script`, { signal }),
  );
  const accept = useAction(async () => {
    await api.post(`api/v1/store/plugin/${panel.plugin_id}/accept`, { script });
    await onAccepted();
    onClose();
  });
  const script = latest.data.value?.script;
  const heading =
    panel.version === null
      ? `${panel.title} ${panel.latest_version}`
      : `${panel.title}: ${panel.version} → ${panel.latest_version}`;
  return html`
    <${Modal} label=${`Review ${heading}`} class="update-dialog" onClose=${onClose}>
      <h2 class="dialog-title">${heading}</h2>
      ${latest.error.value && html`<${FailureNotice} error=${latest.error.value} onRetry=${latest.refresh} />`}
      ${script !== undefined && html`<${Changes} before=${panel.script ?? ''} after=${script ?? ''} />`}
      <p class="field-error" role="alert">${accept.error.value?.message}</p>
      <div class="dialog-actions">
        <button class="btn" type="button" onClick=${onClose}>Not now</button>
        <button
          class="btn btn-primary"
          type="button"
          disabled=${accept.isBusy.value || script === undefined}
          onClick=${() => accept.run()}
        >
          Accept
        </button>
      </div>
    </>
  `;
}

const looks = EditorView.theme({
  '&': { fontSize: '12px', maxHeight: '60vh', color: 'var(--text-main)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', overflow: 'auto' },
  '.cm-gutters': {
    background: 'var(--bg-card)',
    color: 'var(--text-muted)',
    borderRight: '1px solid var(--border)',
  },
  '.cm-changedLine': { background: 'color-mix(in oklab, var(--ok) 14%, transparent) !important' },
  '.cm-deletedChunk': {
    background: 'color-mix(in oklab, var(--danger) 14%, transparent) !important',
  },
  '.cm-changedText': { background: 'color-mix(in oklab, var(--ok) 30%, transparent) !important' },
  '.cm-deletedText': {
    background: 'color-mix(in oklab, var(--danger) 30%, transparent) !important',
  },
});

function Changes({ before, after }: { before: string; after: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    // The page's policy allows no style elements; a shadow root takes style sheets as objects.
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: 'open' });
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: after,
        extensions: [
          lineNumbers(),
          javascript(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': 'The changed script' }),
          looks,
          unifiedMergeView({ original: before, mergeControls: false, gutter: true }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after]);
  return html`<div class="update-changes" ref=${place} />`;
}
