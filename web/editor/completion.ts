import {
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { readApi } from './api.macro.ts' with { type: 'macro' };
import type { ApiEntry } from './api.macro.ts';
import { API_PATHS, CSS_TOKENS } from './documented.ts';

const api: readonly ApiEntry[] = readApi();

/** Before what JavaScript itself and the script's own names offer. */
const BOOST = 2;

const SNIPPETS: readonly Completion[] = [
  snippetCompletion('async function on_heartbeat(ctx, heartbeat) {\n\t#{}\n}', {
    label: 'on_heartbeat',
    detail: 'hook: after each heartbeat',
  }),
  snippetCompletion('async function on_tick(ctx) {\n\t#{}\n}', {
    label: 'on_tick',
    detail: 'hook: about every minute',
  }),
  snippetCompletion('async function on_install(ctx) {\n\t#{}\n}', {
    label: 'on_install',
    detail: 'hook: once, on install',
  }),
  snippetCompletion("const endpoints = {\n\t'#{name}': async (ctx, req) => {\n\t\t#{}\n\t},\n};", {
    label: 'endpoints',
    detail: 'what others may call',
  }),
].map((snippet) => ({ ...snippet, type: 'keyword', boost: BOOST }));

function toOption({ path, signature, isFunction, doc }: ApiEntry): Completion {
  const label = path.slice(path.lastIndexOf('.') + 1);
  return {
    label,
    detail: signature.slice(label.length).replace(/^: /, ''),
    ...(doc && { info: doc }),
    type: isFunction ? 'function' : 'property',
    boost: BOOST,
  };
}

const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('.'), 0));

/** What stands in the table below a path; '' for what a script may name at its top. */
export function listBelow(parent: string): Completion[] {
  return api.filter(({ path }) => parentOf(path) === parent).map(toOption);
}

function completeText(context: CompletionContext): CompletionResult | null {
  const path = context.matchBefore(/\/api\/[\w/?=-]*$/);
  if (path) {
    const options = API_PATHS.map(([label, info]) => ({ label, info, type: 'text' }));
    return { from: path.from, options, validFor: /^\/[\w/?=-]*$/ };
  }
  const token = context.matchBefore(/--[\w-]*$/);
  if (!token) return null;
  const options = CSS_TOKENS.map(([label, info]) => ({ label, info, type: 'constant' }));
  return { from: token.from, options, validFor: /^--[\w-]*$/ };
}

/** Completes what plugins/types.d.ts declares, hooks as snippets, and documented texts in strings. */
export function completePlugin(context: CompletionContext): CompletionResult | null {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1);
  if (/Comment$/.test(name)) return null;
  if (/^(String|TemplateString|JSXAttributeValue)$/.test(name)) return completeText(context);
  const member = context.matchBefore(/\b(ctx|heartbeat)(\.\w+)*\.\w*$/);
  if (member) {
    const path = parentOf(member.text);
    const options = listBelow(path);
    return options.length === 0
      ? null
      : { from: member.from + path.length + 1, options, validFor: /^\w*$/ };
  }
  const word = context.matchBefore(/[\w$]+$/);
  if (!word && !context.explicit) return null;
  const from = word?.from ?? context.pos;
  if (context.state.sliceDoc(from - 1, from) === '.') return null;
  return { from, options: [...SNIPPETS, ...listBelow('')], validFor: /^[\w$]*$/ };
}
