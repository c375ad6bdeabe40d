import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A design token, and its value in each scheme; the same where a scheme does not matter. */
export interface Token {
  name: string;
  dark: string;
  light: string;
}

const TOKEN = /^ {2}(--[a-z0-9-]+):\s*(.+);$/gm;
const BY_SCHEME = /^light-dark\((.+), (.+)\)$/;

/** Tokens of the root rule in main.css. Runs while the pages are built (a Bun macro). */
export function readTokens(): Token[] {
  const css = readFileSync(join(import.meta.dir, '../styles/main.css'), 'utf8');
  const [root = ''] = css.split('\n}');
  return [...root.matchAll(TOKEN)].map(([, name = '', value = '']) => {
    const [, light = value, dark = value] = BY_SCHEME.exec(value) ?? [];
    return { name, dark, light };
  });
}
