/** Plugins as files: `.ctplugin` is JSON with `meta` and `code` (spec/codetrackr 5), `.js` the code. */
import { type Draft, isRecord } from './draft.ts';
import { isName, type Meta, parseMeta } from './meta.ts';

/** Bytes of a file that is read: script, README and the rest, with room. */
export const MAX_FILE_BYTES = 1024 * 1024;

export interface PluginFile {
  meta: Partial<Meta>;
  code: string;
}

/** The other fields come after the documented eight. */
export function toPluginFile({ meta, code }: Draft): string {
  const { settings_schema, changelog, readme, ...documented } = meta;
  return JSON.stringify(
    { meta: { ...documented, readme, settings_schema, changelog }, code },
    null,
    2,
  );
}

/** What a file is called, without its ending. */
export const fileNameOf = ({ meta }: Draft) => (isName(meta.name) ? meta.name : 'plugin');

/** Throws an Error with a sentence when it is no plugin. */
export function parsePluginFile(fileName: string, text: string): PluginFile {
  if (/\.(m?js|cjs)$/i.test(fileName)) {
    const name = fileName.replace(/\.\w+$/, '').toLowerCase();
    return { meta: isName(name) && name !== 'plugin' ? { name } : {}, code: text };
  }
  if (!/\.(ctplugin|json)$/i.test(fileName)) {
    throw new Error(`${fileName} is no plugin. Choose a .ctplugin or .js file.`);
  }
  const file = parseJson(fileName, text);
  if (!isRecord(file) || typeof file.code !== 'string') {
    throw new Error(`${fileName} has no "code". A .ctplugin file is {"meta": { … }, "code": "…"}.`);
  }
  return { meta: parseMeta(file.meta), code: file.code };
}

function parseJson(fileName: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${fileName} is no JSON.`, { cause });
  }
}
