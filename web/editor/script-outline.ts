import { type Expression, type ObjectExpression, type Options, type Program, parse } from 'acorn';

/** Where a script goes wrong, or is said to; from 1. */
export interface Problem {
  line: number;
  column: number;
  message: string;
}

/** What a script's top level defines, as far as its text tells. */
export interface Outline {
  hooks: string[];
  endpoints: string[];
  usesContainer: boolean;
}

export type Reading = { ok: true; outline: Outline } | { ok: false; problem: Problem };

/** As the server reads it: a widget's script is the body of a function. */
const SCRIPT: Options = {
  ecmaVersion: 'latest',
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowHashBang: true,
};

const HOOK = /^on_(heartbeat|tick|install)$/;

function parseScript(text: string): Program {
  try {
    return parse(text, SCRIPT);
  } catch (error) {
    if (!/^\s*(import|export)\b/m.test(text)) throw error;
    return parse(text, { ecmaVersion: 'latest', sourceType: 'module' });
  }
}

function keysOf(object: ObjectExpression): string[] {
  return object.properties.flatMap((property) => {
    if (property.type !== 'Property' || property.computed) return [];
    const { key } = property;
    if (key.type === 'Identifier') return [key.name];
    return key.type === 'Literal' ? [String(key.value)] : [];
  });
}

/** Names that the top level gives to something, with what it gives. */
function listDefined(program: Program): [name: string, value: Expression | null][] {
  return program.body.flatMap((statement): [string, Expression | null][] => {
    const node =
      statement.type === 'ExportNamedDeclaration' && statement.declaration
        ? statement.declaration
        : statement;
    if (node.type === 'FunctionDeclaration') return [[node.id?.name ?? '', null]];
    if (node.type !== 'VariableDeclaration') return [];
    return node.declarations.map(({ id, init }) => [
      id.type === 'Identifier' ? id.name : '',
      init ?? null,
    ]);
  });
}

function outlineOf(program: Program, text: string): Outline {
  const defined = listDefined(program);
  const objectAt = (name: string) => {
    const value = defined.find(([key]) => key === name)?.[1];
    return value?.type === 'ObjectExpression' ? keysOf(value) : [];
  };
  const names = [...defined.map(([name]) => name), ...objectAt('lifecycle')];
  return {
    hooks: [...new Set(names.filter((name) => HOOK.test(name)))],
    endpoints: [...new Set(objectAt('endpoints'))],
    usesContainer: /\bcontainer\b/.test(text),
  };
}

/** Reads a script without running it. */
export function readOutline(text: string): Reading {
  try {
    return { ok: true, outline: outlineOf(parseScript(text), text) };
  } catch (error) {
    if (error instanceof SyntaxError && 'loc' in error)
      return { ok: false, problem: toProblem(error) };
    if (error instanceof RangeError) {
      const message = 'The script is nested too deeply';
      return { ok: false, problem: { line: 1, column: 1, message } };
    }
    throw error;
  }
}

function toProblem(error: SyntaxError & { loc?: unknown }): Problem {
  const { loc } = error;
  const { line, column }: Record<string, unknown> =
    typeof loc === 'object' && loc !== null ? { ...loc } : {};
  return {
    line: Number(line ?? 1),
    column: Number(column ?? 0) + 1,
    message: error.message.replace(/ \(\d+:\d+\)$/, ''),
  };
}
