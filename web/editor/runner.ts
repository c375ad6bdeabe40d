/** Runs the open draft in its mode: on the server, or as a widget beside it. */
import { type ReadonlySignal, signal } from '@preact/signals';
import { type Api, ApiError } from '../api.ts';
import { nameOfRun, problemOfInput, runOnServer, writeAnswer } from './run.ts';
import { readOutline } from './script-outline.ts';
import type { TokenAnswer } from './wire.ts';
import type { Workbench } from './workbench.ts';

/** A widget that runs; another run is another one. */
export interface Preview {
  id: number;
  /** Whose frame it gets: that says which hosts it may ask. */
  frameName: string;
  script: string;
  token: string;
}

export interface Runner {
  preview: ReadonlySignal<Preview | null>;
  /** Once at a time. */
  run(): Promise<void>;
  /** Takes the widget away. */
  stopPreview(): void;
  findToken(): Promise<string>;
}

/** The handler that is called: the chosen one while the script has it, else its first. */
export function chooseHandler(chosen: string, endpoints: readonly string[]): string {
  return endpoints.length === 0 || endpoints.includes(chosen) ? chosen : (endpoints[0] ?? '');
}

export const endpointsOf = (code: string): readonly string[] => {
  const reading = readOutline(code);
  return reading.ok ? reading.outline.endpoints : [];
};

/** No plugin can be called so: its frame may ask this server only. */
const DRAFT_FRAME = '-draft';

interface RunnerDependencies {
  api: Api;
  workbench: Workbench;
  /** Whether a plugin of this name is the person's own, in the store. */
  isOwn: (name: string) => boolean;
}

export function openRunner({ api, workbench, isOwn }: RunnerDependencies): Runner {
  const { output } = workbench;
  const preview = signal<Preview | null>(null);
  const findToken = async () => (await api.post<TokenAnswer>('api/v1/cteditor/token')).token;
  let runs = 0;

  async function runWidget(): Promise<void> {
    const { code, meta } = workbench.draft.value;
    const token = await findToken();
    // What others publish says whom their scripts may ask, not whom this one may.
    const frameName = isOwn(meta.name) ? meta.name : DRAFT_FRAME;
    preview.value = { id: runs, frameName, script: code, token };
    output.setStatus('ok');
  }

  async function runHandler(): Promise<void> {
    const draft = workbench.draft.value;
    const { mode, handler } = draft.simulation;
    const called = chooseHandler(handler, endpointsOf(draft.code));
    output.add('note', `▶ Running ${nameOfRun(mode, called)}…`);
    const problem = writeAnswer(output, await runOnServer(api, draft, called));
    if (workbench.draft.value.id === draft.id) workbench.mark(problem);
  }

  return {
    preview,
    findToken,
    async run() {
      if (output.status.value === 'running') return;
      const { simulation } = workbench.draft.value;
      if (problemOfInput(simulation) !== null) return;
      runs += 1;
      output.clear();
      output.setStatus('running');
      workbench.mark(null);
      preview.value = null;
      try {
        await (simulation.mode === 'widget' ? runWidget() : runHandler());
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        output.add('error', error.message);
        output.setStatus('error');
      }
    },
    stopPreview() {
      preview.value = null;
    },
  };
}
