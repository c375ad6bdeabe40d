import { type Diagnostic, forceLinting, linter, lintGutter } from '@codemirror/lint';
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { type Problem, readOutline } from './script-outline.ts';

/** After the last key: a mistake is not shown while it is being typed. */
const DELAY_MS = 350;

const setProblem = StateEffect.define<Problem | null>();

/** What the last run said, until the script is changed. */
const runProblem = StateField.define<Problem | null>({
  create: () => null,
  update(problem, transaction) {
    for (const effect of transaction.effects) if (effect.is(setProblem)) return effect.value;
    return transaction.docChanged ? null : problem;
  },
});

/** The place of a line and column, inside the script as it is now. */
export function positionOf(state: EditorState, { line, column }: Problem): number {
  const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  return Math.min(from + Math.max(column - 1, 0), to);
}

/** Marks the word that begins there, or to the line's end. */
function toDiagnostic(state: EditorState, problem: Problem): Diagnostic {
  const from = positionOf(state, problem);
  const rest = state.doc.lineAt(from);
  const to = state.wordAt(from)?.to ?? rest.to;
  return { from, to: Math.max(to, from), severity: 'error', message: problem.message };
}

function lint({ state }: EditorView): Diagnostic[] {
  const reading = readOutline(state.doc.toString());
  if (!reading.ok) return [toDiagnostic(state, reading.problem)];
  const problem = state.field(runProblem);
  return problem ? [toDiagnostic(state, problem)] : [];
}

/** Mistakes of the language while typing, and where the last run failed. */
export const codeLint: Extension = [
  runProblem,
  lintGutter(),
  linter(lint, {
    delay: DELAY_MS,
    needsRefresh: ({ transactions }) =>
      transactions.some(({ effects }) => effects.some((effect) => effect.is(setProblem))),
  }),
];

/** Marks where a run failed; null takes the mark away. */
export function markProblem(view: EditorView, problem: Problem | null): void {
  view.dispatch({ effects: setProblem.of(problem) });
  forceLinting(view);
}
