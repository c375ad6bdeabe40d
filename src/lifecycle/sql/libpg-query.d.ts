/** The module that Emscripten made of Postgres' parser, as far as parser.ts uses it. */
declare module 'libpg-query/wasm/libpg-query.js' {
  interface ParserModule {
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(sql: number): number;
    _wasm_free_parse_result(result: number): void;
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, bytes: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
  }

  interface ParserOptions {
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance) => void,
    ): void;
    print(line: string): void;
    printErr(line: string): void;
  }

  export default function openModule(options: ParserOptions): Promise<ParserModule>;
}
