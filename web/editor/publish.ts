import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ApiError } from '../api.ts';
import { useApp } from '../app.ts';
import { type Action, useAction } from '../ui/action.ts';
import { CompareDialog } from './compare.ts';
import { Details } from './details.ts';
import { isLater, type MetaField, problemsOf, toPublishBody } from './meta.ts';
import { Published } from './published.ts';
import { type Problem, readOutline } from './script-outline.ts';
import type { OwnPlugin, PublishAnswer } from './wire.ts';
import type { Workbench } from './workbench.ts';

interface PublishProps {
  workbench: Workbench;
  published: OwnPlugin | null;
  onPublished: () => void;
  onGoTo: (problem: Problem) => void;
}

type Problems = Partial<Record<MetaField | 'script', string>>;

/** What the server did not take, by field. A name that is somebody else's has no field of its own. */
function problemsIn(error: ApiError | null): Problems {
  if (!error) return {};
  return error.code === 'forbidden' ? { name: error.message } : error.fields;
}

function mistakeIn(code: string): Problem | null {
  const reading = readOutline(code);
  return reading.ok ? null : reading.problem;
}

/** What the store is told, and telling it. */
export function PublishPane({ workbench, published, onPublished, onGoTo }: PublishProps) {
  const { api } = useApp();
  const isTried = useSignal(false);
  const isComparing = useSignal(false);
  const answer = useSignal<PublishAnswer | null>(null);
  const { meta, code } = workbench.draft.value;
  const publish = useAction(async () => {
    isComparing.value = false;
    answer.value = null;
    answer.value = await api.post<PublishAnswer>('api/v1/store/publish', toPublishBody(meta, code));
    workbench.changeMeta({ changelog: '' });
    workbench.flush();
    isTried.value = false;
    onPublished();
  });
  const needed = problemsOf(meta);
  const mistake = isTried.value ? mistakeIn(code) : null;
  const problems = { ...problemsIn(publish.error.value), ...(isTried.value ? needed : {}) };
  const submit = (event: Event) => {
    event.preventDefault();
    isTried.value = true;
    if (Object.keys(needed).length > 0 || mistakeIn(code)) return;
    if (published) isComparing.value = true;
    else void publish.run();
  };
  return html`
    <form class="cteditor-publish" noValidate onSubmit=${submit}>
      <${Details} ...${{ workbench, published, problems }} />
      <div class="cteditor-publish-end">
        ${mistake && html`<${Mistake} problem=${mistake} onGoTo=${onGoTo} />`}
        <div class="submit">
          <button class="btn btn-primary" id="publishBtn" type="submit" disabled=${publish.isBusy.value}>
            ${published ? 'Compare and publish…' : 'Publish to store'}
          </button>
          <${Status} ...${{ publish, problems, onGoTo }} isHalfDone=${Object.keys(problems).length > 0} />
        </div>
        ${answer.value && html`<${Published} answer=${answer.value} />`}
      </div>
    </form>
    ${
      isComparing.value &&
      published &&
      html`<${Comparing} ...${{ workbench, published }} onClose=${() => {
        isComparing.value = false;
      }} onPublish=${publish.run} />`
    }
  `;
}

interface StatusProps {
  publish: Action;
  problems: Problems;
  isHalfDone: boolean;
  onGoTo: (problem: Problem) => void;
}

/** Where in the script a refusal says that it is. */
function placeIn(message: string | undefined): Problem | null {
  const found = /at line (?<line>\d+), column (?<column>\d+)/.exec(message ?? '')?.groups;
  if (!found || message === undefined) return null;
  return { line: Number(found.line), column: Number(found.column), message };
}

/** What stands beside the button: a refusal that no field shows. */
function Status({ publish, problems, isHalfDone, onGoTo }: StatusProps) {
  const place = placeIn(problems.script);
  const error = publish.error.value;
  const words =
    problems.script ??
    (isHalfDone ? 'Look at the fields that are marked.' : (error?.message ?? ''));
  return html`
    <p class="field-error" id="publishStatus" role="alert">
      ${publish.isBusy.value ? '' : words}
      ${place && html`${' '}<button class="out-place" type="button" onClick=${() => onGoTo(place)}>Go there</button>`}
    </p>
  `;
}

function Mistake({ problem, onGoTo }: { problem: Problem; onGoTo: (problem: Problem) => void }) {
  return html`
    <p class="cteditor-mistake">
      The script has a mistake: ${problem.message}
      <button class="out-place" type="button" onClick=${() => onGoTo(problem)}>
        plugin.js:${problem.line}:${problem.column}
      </button>
    </p>
  `;
}

interface ComparingProps {
  workbench: Workbench;
  published: OwnPlugin;
  onClose: () => void;
  onPublish: () => void;
}

function Comparing({ workbench, published, onClose, onPublish }: ComparingProps) {
  const { meta, code } = workbench.draft.value;
  const isChanged = code !== (published.script ?? '');
  const isSame = meta.version.trim() === published.version;
  const doubt = isSame
    ? `The version stays ${published.version}: nobody can tell the two apart.`
    : `${meta.version} is not later than ${published.version}, which is published.`;
  return html`
    <${CompareDialog}
      title=${`Since ${published.version} of ${published.name}`}
      before=${published.script ?? ''}
      after=${code}
      onClose=${onClose}
    >
      ${isChanged && !isLater(meta.version, published.version) && html`<p class="cteditor-same">${doubt}</p>`}
      <button class="btn" type="button" onClick=${onClose}>Not yet</button>
      <button class="btn btn-primary" type="button" onClick=${onPublish}>Publish ${meta.version}</button>
    </>
  `;
}
