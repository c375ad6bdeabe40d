/** Postgres' own parser, in wasm: SQL text in, its tree out. */
import { readFile } from 'node:fs/promises';
import openModule, { type ParserModule } from 'libpg-query/wasm/libpg-query.js';
import { resources } from '../../base/resources.ts';
import { PARSES_PER_INSTANCE } from './limits.ts';
import { refuse } from './problem.ts';

export interface Parser {
  /** The tree as libpg_query prints it. Throws `PluginSqlError` with Postgres' words and a place. */
  parse(sql: string): Promise<unknown>;
}

/** Offsets in the result that the parser returns, and in its error; bytes. */
const RESULT = { tree: 0, error: 8 };
const ERROR = { message: 0, position: 16 };

async function openInstance(code: WebAssembly.Module): Promise<ParserModule> {
  return openModule({
    instantiateWasm(imports, receive) {
      receive(new WebAssembly.Instance(code, imports));
    },
    print() {},
    printErr() {},
  });
}

function toPlace(sql: string, position: number): string {
  if (position <= 0) return '';
  const before = sql.slice(0, position - 1).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

function parseWith(module: ParserModule, sql: string): { tree: string } | { problem: string } {
  const bytes = module.lengthBytesUTF8(sql) + 1;
  const text = module._malloc(bytes);
  module.stringToUTF8(sql, text, bytes);
  const result = module._wasm_parse_query_raw(text);
  try {
    const error = module.getValue(result + RESULT.error, 'i32');
    if (error === 0) {
      return { tree: module.UTF8ToString(module.getValue(result + RESULT.tree, 'i32')) };
    }
    const message = module.UTF8ToString(module.getValue(error + ERROR.message, 'i32'));
    return { problem: message + toPlace(sql, module.getValue(error + ERROR.position, 'i32')) };
  } finally {
    module._wasm_free_parse_result(result);
    module._free(text);
  }
}

/**
 * Loads the parser when it is first needed. An instance that failed in any way but a syntax error
 * may have overrun its stack, and one that parsed a lot keeps the memory: both are replaced.
 */
export function openParser(): Parser {
  let code: Promise<WebAssembly.Module> | undefined;
  let instance: Promise<ParserModule> | undefined;
  let parses = 0;

  async function compile(): Promise<WebAssembly.Module> {
    return WebAssembly.compile(await readFile(resources.sqlParser));
  }

  async function current(): Promise<ParserModule> {
    if (parses >= PARSES_PER_INSTANCE) instance = undefined;
    if (!instance) {
      parses = 0;
      code ??= compile();
      instance = code.then(openInstance);
    }
    parses += 1;
    return instance;
  }

  return {
    async parse(sql) {
      const module = await current();
      let answer: ReturnType<typeof parseWith>;
      try {
        answer = parseWith(module, sql);
      } catch {
        instance = undefined;
        refuse('The statement is too complex: split it.');
      }
      if ('problem' in answer) refuse(answer.problem);
      return JSON.parse(answer.tree);
    },
  };
}
