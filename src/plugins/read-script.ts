/** What a script's text tells without running it. Hides nothing from an author who hides it well. */
import { type AnyNode, type Node, type Options, type Program, parse } from 'acorn';
import { full } from 'acorn-walk';

/** Tables and hosts that are listed, each. */
export const MAX_FINDINGS = 50;
/** Characters of one text in the script that are looked at. */
const MAX_TEXT_CHARACTERS = 20_000;
/** Stands for a part of a text that only running tells. */
const COMPUTED = '\uFFFC';
/** XML namespaces, of which SVG has some, are names and no requests. */
const NOT_REQUESTED = ['www.w3.org'];

/** The tables that plugin SQL may name (seeds, "Allowed database tables"). */
const TABLES = [
  'heartbeats',
  'projects',
  'daily_stats_cache',
  'plugin_store',
  'installed_plugins',
  'plugin_settings',
  'plugin_reviews',
  'users',
  'api_keys',
  'user_follows',
];

/** What a script may reach, as people see it in the store. */
export interface Findings {
  tables: string[];
  /** Hosts other than ours in addresses; `*` for one that is computed. */
  hosts: string[];
  uses_eval: boolean;
}

export type Reading =
  | { ok: true; findings: Findings; usesContainer: boolean; definesHandlers: boolean }
  | { ok: false; line: number; column: number; message: string };

const SCRIPT: Options = {
  ecmaVersion: 'latest',
  allowReturnOutsideFunction: true, // a widget's script is a function's body
  allowAwaitOutsideFunction: true,
  allowHashBang: true,
};

function isSyntaxError(
  error: unknown,
): error is SyntaxError & { loc: { line: number; column: number } } {
  return error instanceof SyntaxError && 'loc' in error;
}

/** As a script, else as a module: plugins come in both forms. Throws what is wrong with the likelier. */
function parseScript(text: string): Program {
  try {
    return parse(text, SCRIPT);
  } catch (error) {
    if (!/^\s*(import|export)\b/m.test(text)) throw error;
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  }
}

/** The texts in a script, joined ones as one. */
function openTexts() {
  const texts = new Map<Node, string>();
  const parts = new Set<Node>();
  const textOf = (node: Node) => texts.get(node) ?? COMPUTED;

  return {
    add(node: AnyNode): void {
      if (node.type === 'Literal' && typeof node.value === 'string') {
        texts.set(node, node.value.slice(0, MAX_TEXT_CHARACTERS));
      } else if (node.type === 'TemplateLiteral') {
        const text = node.quasis.map(({ value }) => value.cooked ?? value.raw).join(COMPUTED);
        texts.set(node, text.slice(0, MAX_TEXT_CHARACTERS));
      } else if (node.type === 'BinaryExpression' && node.operator === '+') {
        if (!texts.has(node.left) && !texts.has(node.right)) return;
        const text = textOf(node.left) + textOf(node.right);
        texts.set(node, text.slice(0, MAX_TEXT_CHARACTERS));
        parts.add(node.left).add(node.right);
      }
    },
    list: () => [...texts].filter(([node]) => !parts.has(node)).map(([, text]) => text),
  };
}

function tablesIn(text: string): string[] {
  if (!/^\s*(select|insert|update|delete|with)\b/i.test(text)) return [];
  const named = text.matchAll(/\b(?:from|join|into|update)\s+"?(\w+)"?|,\s*"?(\w+)"?/gi);
  return [...named]
    .map(([, table, listed]) => (table ?? listed ?? '').toLowerCase())
    .filter((table) => TABLES.includes(table));
}

function hostsIn(text: string, ownHost: string | null): string[] {
  const found = text.matchAll(/(?:\b(?:https?|wss?):|^)\/\/([^\s/"'`?#\\<>]+)/gi);
  return [...found].flatMap(([, authority = '']) => {
    if (authority.includes(COMPUTED)) return ['*'];
    const url = URL.parse(`http://${authority}`);
    const isOurs = url === null || url.host === ownHost || NOT_REQUESTED.includes(url.hostname);
    return isOurs ? [] : [url.host];
  });
}

/** Code from text: `eval`, `Function`, a timer that gets a string, `import()`. */
function isEval(node: AnyNode): boolean {
  if (node.type === 'ImportExpression') return true;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return false;
  const { callee } = node;
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
        ? callee.property.name
        : '';
  if (/^set(Timeout|Interval)$/.test(name)) {
    const [first] = node.arguments;
    return first?.type === 'Literal' || first?.type === 'TemplateLiteral';
  }
  return name === 'eval' || /^(Async)?(Generator)?Function$/.test(name);
}

const HANDLER = /^(on_(heartbeat|heartbeats_bulk|tick|install|user_login)|endpoints|lifecycle)$/;

/** Names that the top level declares. */
function topLevelNames(program: Program): string[] {
  return program.body.flatMap((statement): string[] => {
    const node =
      statement.type === 'ExportNamedDeclaration' && statement.declaration
        ? statement.declaration
        : statement;
    if (node.type === 'FunctionDeclaration') return [node.id?.name ?? ''];
    if (node.type !== 'VariableDeclaration') return [];
    return node.declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : ''));
  });
}

const unique = (items: string[]) => [...new Set(items)].sort().slice(0, MAX_FINDINGS);

function examine(program: Program, ownHost: string | null): Reading {
  const texts = openTexts();
  const seen = { container: false, eval: false };
  full(program, (node, _state, kind) => {
    // acorn-walk's type is the base of all nodes; what it passes is always one of them.
    const known = node as AnyNode;
    texts.add(known);
    if (isEval(known)) seen.eval = true;
    if (known.type === 'Identifier' && kind !== 'VariablePattern' && known.name === 'container') {
      seen.container = true;
    }
  });
  const found = texts.list();
  return {
    ok: true,
    findings: {
      tables: unique(found.flatMap(tablesIn)),
      hosts: unique(found.flatMap((text) => hostsIn(text, ownHost))),
      uses_eval: seen.eval,
    },
    usesContainer: seen.container,
    definesHandlers: topLevelNames(program).some((name) => HANDLER.test(name)),
  };
}

/** `ownHost`: ours, with its port, when the operator told it. Lines and columns count from 1. */
export function readScript(text: string, ownHost: string | null = null): Reading {
  try {
    return examine(parseScript(text), ownHost);
  } catch (error) {
    if (isSyntaxError(error)) {
      const message = error.message.replace(/ \(\d+:\d+\)$/, '');
      return { ok: false, line: error.loc.line, column: error.loc.column + 1, message };
    }
    if (error instanceof RangeError) {
      return { ok: false, line: 1, column: 1, message: 'The script is nested too deeply' };
    }
    throw error;
  }
}
