import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useApp } from '../app.ts';
import { FailureNotice } from '../ui/notice.ts';
import { useResource } from '../ui/resource.ts';
import { CodePane } from './code-pane.ts';
import type { Mode } from './draft.ts';
import { openDraftStore } from './draft-store.ts';
import { DropZone, readPluginFile } from './import.ts';
import { useMedia } from './media.ts';
import { openPlugin } from './open-plugin.ts';
import { OutputPane } from './output-pane.ts';
import { type PaneName, Panes } from './panes.ts';
import { PublishPane } from './publish.ts';
import { openRunner } from './runner.ts';
import type { Problem } from './script-outline.ts';
import { Simulate } from './simulate.ts';
import { Toolbar } from './toolbar.ts';
import type { OwnPlugin } from './wire.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const NARROW = '(max-width: 960px)';

interface PluginEditorProps {
  userId: string;
  /** The person's plugin that the address names. */
  wanted: string | null;
}

/** The drafts that this browser keeps for the account, for as long as the page is shown. */
function useWorkbench(userId: string): Workbench {
  const workbench = useMemo(() => {
    const store = openDraftStore(localStorage, userId, Date.now);
    // Not randomUUID: that is missing on plain http, where home servers are.
    const makeId = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    return openWorkbench({ store, clock: Date.now, makeId });
  }, [userId]);
  useEffect(() => {
    const { flush, refresh } = workbench;
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('storage', refresh);
    return () => {
      flush();
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('storage', refresh);
    };
  }, [workbench]);
  return workbench;
}

export function PluginEditor({ userId, wanted }: PluginEditorProps) {
  const { api, router, toasts } = useApp();
  const workbench = useWorkbench(userId);
  const pane = useSignal<PaneName>('code');
  const isNarrow = useMedia(NARROW).value;
  const mine = useResource<{ plugins: OwnPlugin[] }>((signal) =>
    api.get('api/v1/store/my', { signal }),
  );
  const own = mine.data.value?.plugins;
  const runner = useMemo(() => {
    const isOwn = (name: string) =>
      mine.data.value?.plugins.some((plugin) => plugin.name === name) ?? false;
    return openRunner({ api, workbench, isOwn });
  }, [api, workbench, mine]);
  const draft = workbench.draft.value;
  const published = own?.find(({ name }) => name === draft.meta.name) ?? null;

  useEffect(() => {
    if (wanted === null || !own) return;
    router.navigate('cteditor', { replace: true });
    void openPlugin({ api, toasts, workbench }, own, wanted);
  }, [wanted, own]);
  useEffect(() => runner.stopPreview(), [draft.id]);

  const run = () => {
    pane.value = 'output';
    void runner.run();
  };
  const changeMode = (mode: Mode) => {
    workbench.changeSimulation({ mode });
    workbench.output.clear();
    runner.stopPreview();
  };
  const goTo = (problem: Problem) => {
    pane.value = isNarrow ? 'code' : pane.value;
    // After the pane is shown: what is hidden takes no focus.
    requestAnimationFrame(() => workbench.goTo(problem));
  };
  const importFile = (file: File) => void readPluginFile(file, { toasts, workbench });
  const code = html`
    <${CodePane} workbench=${workbench} onRun=${run} onReplace=${runner.stopPreview} />
    <${Simulate} workbench=${workbench} onRun=${run} onMode=${changeMode} />
  `;
  return html`
    <${DropZone} onImport=${importFile}>
      <${Toolbar}
        ...${{ workbench, own: own ?? [] }}
        onImport=${importFile}
        onOpenPlugin=${(name: string) => openPlugin({ api, toasts, workbench }, own ?? [], name)}
      />
      ${mine.error.value && html`<${FailureNotice} error=${mine.error.value} onRetry=${mine.refresh} />`}
      <${Panes}
        selected=${pane}
        isNarrow=${isNarrow}
        code=${code}
        output=${html`<${OutputPane} ...${{ workbench, runner }} onGoTo=${goTo} />`}
        publish=${html`<${PublishPane}
          key=${draft.id}
          ...${{ workbench, published }}
          onGoTo=${goTo}
          onPublished=${mine.refresh}
        />`}
      />
    </>
  `;
}
