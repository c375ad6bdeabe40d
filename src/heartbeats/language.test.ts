import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import * as linguist from 'linguist-languages';
import { buildLanguages, EDITOR_IDS, EXTENSION_OWNERS } from './language.ts';

const all = Object.values(linguist);
const languages = buildLanguages(all);

describe('canonical language names', () => {
  test.each([
    ['rust', 'Rust'],
    ['RUST', 'Rust'],
    ['rs', 'Rust'],
    ['typescriptreact', 'TSX'],
    ['javascriptreact', 'JavaScript'],
    ['csharp', 'C#'],
    ['cpp', 'C++'],
    ['shellscript', 'Shell'],
    ['Shell Script', 'Shell'],
    ['Plain Text', 'Text'],
    ['jsonc', 'JSON with Comments'],
    ['dockercompose', 'YAML'],
    ['golang', 'Go'],
    ['Vue.js', 'Vue'],
    ['objective-cpp', 'Objective-C++'],
    ['h', 'C'],
    ['.py', 'Python'],
  ])('%s is %s', (sent, shown) => expect(languages.canonical(sent)).toBe(shown));

  test('a language that nobody knows has one spelling, whichever arrives first', () => {
    expect(languages.canonical('FooLang')).toBe('Foolang');
    expect(languages.canonical('foolang')).toBe('Foolang');
    expect(languages.canonical('FOOLANG')).toBe('Foolang');
  });

  test('nothing and "unknown" are null', () => {
    for (const name of ['', '  ', 'unknown', 'Unknown', 'undefined']) {
      expect(languages.canonical(name)).toBeNull();
    }
  });

  test('a canonical name is its own canonical name, for anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        const once = languages.canonical(name);
        if (once !== null) expect(languages.canonical(once)).toBe(once);
      }),
    );
    for (const { name } of all) expect(languages.canonical(name)).toBe(name);
  });

  test('every language that our own tables name is one of Linguist', () => {
    const names = new Set<string>(all.map(({ name }) => name));
    for (const name of [...Object.values(EDITOR_IDS), ...Object.values(EXTENSION_OWNERS)]) {
      expect(names).toContain(name);
    }
  });
});

describe('the language of a file', () => {
  test.each([
    ['src/main.rs', 'Rust'],
    ['C:\\work\\App.TSX', 'TSX'],
    ['/x/Dockerfile', 'Dockerfile'],
    ['Makefile', 'Makefile'],
    ['views/index.blade.php', 'Blade'],
    ['a/b.c/noext', null],
    ['README.md', 'Markdown'],
    ['x.ts', 'TypeScript'],
    ['x.sql', 'SQL'],
    ['x.h', 'C'],
    ['HIDDEN.py', 'Python'],
    ['', null],
  ])('%s is %s', (path, language) => expect(languages.ofFile(path)).toBe(language));

  test('does not depend on the order of the table', () => {
    const reversed = buildLanguages([...all].reverse());
    const extensions = new Set<string>(
      all.flatMap((language) => ('extensions' in language ? [...language.extensions] : [])),
    );
    for (const extension of extensions) {
      expect(reversed.ofFile(`x${extension}`)).toBe(languages.ofFile(`x${extension}`));
    }
  });
});
