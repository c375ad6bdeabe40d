import type { Language as LinguistLanguage } from 'linguist-languages';

/** Canonical language names: GitHub Linguist's spelling. */
export interface Languages {
  /**
   * The one spelling of a language, whatever a client calls it: a name, an alias, an editor's
   * language id (`typescriptreact`) or an extension (`rs`). A language that Linguist does not know
   * is written in lower case with a capital first letter, so that `FooLang` and `foolang` are one
   * whichever came first. '' and `unknown` are null.
   */
  canonical(name: string): string | null;
  /** The language that a file's name or extension suggests, or null. */
  ofFile(path: string): string | null;
}

/** Language ids of editors and highlighters that Linguist has neither as name nor as alias. */
export const EDITOR_IDS: Record<string, string> = {
  'asp-vb': 'Classic ASP',
  aspnetcorerazor: 'HTML+Razor',
  'c/c++': 'C++',
  'cuda-cpp': 'Cuda',
  'django/jinja': 'Jinja',
  docker: 'Dockerfile',
  dockercompose: 'YAML',
  jade: 'Pug',
  javascriptreact: 'JavaScript',
  jsx: 'JavaScript',
  jupyter: 'Jupyter Notebook',
  'objective-cpp': 'Objective-C++',
  'plain text': 'Text',
  plaintext: 'Text',
  properties: 'Java Properties',
  proto3: 'Protocol Buffer',
  'shell script': 'Shell',
  shellscript: 'Shell',
  'text only': 'Text',
  vb: 'Visual Basic .NET',
  vimrc: 'Vim script',
  'vue-html': 'Vue',
  'vue.js': 'Vue',
};

/** Whose an extension is when several languages list it first, or none does. */
export const EXTENSION_OWNERS: Record<string, string> = {
  '.as': 'ActionScript',
  '.asm': 'Assembly',
  '.b': 'Brainfuck',
  '.bas': 'BASIC',
  '.cl': 'OpenCL',
  '.cls': 'TeX',
  '.d': 'D',
  '.f': 'Fortran',
  '.fs': 'F#',
  '.g': 'GAP',
  '.gml': 'Game Maker Language',
  '.gs': 'JavaScript',
  '.h': 'C',
  '.hh': 'C++',
  '.html': 'HTML',
  '.inc': 'PHP',
  '.json': 'JSON',
  '.l': 'Lex',
  '.lean': 'Lean 4',
  '.ls': 'LiveScript',
  '.m': 'Objective-C',
  '.m4': 'M4',
  '.md': 'Markdown',
  '.ml': 'OCaml',
  '.nu': 'Nushell',
  '.odin': 'Odin',
  '.pl': 'Perl',
  '.pm': 'Perl',
  '.pro': 'Prolog',
  '.q': 'q',
  '.r': 'R',
  '.rs': 'Rust',
  '.scm': 'Scheme',
  '.sql': 'SQL',
  '.st': 'Smalltalk',
  '.t': 'Perl',
  '.ts': 'TypeScript',
  '.tsp': 'TypeSpec',
  '.txt': 'Text',
  '.v': 'Verilog',
  '.yaml': 'YAML',
  '.yml': 'YAML',
};

/** Longest name that may be an extension instead (UTF-16 units). */
const EXTENSION_NAME_LENGTH = 5;
const UNKNOWN = /^(|unknown|undefined|null|none)$/;

const fold = (name: string) => name.toLowerCase();

/** A map from extension to language that does not depend on the order of `languages`. */
function mapExtensions(languages: readonly LinguistLanguage[]): Map<string, string> {
  const owners = new Map<string, { name: string; isPrimary: boolean }>();
  for (const { name, extensions = [] } of languages) {
    for (const [position, extension] of extensions.entries()) {
      const key = fold(extension);
      const isPrimary = position === 0;
      const owner = owners.get(key);
      const wins =
        !owner ||
        (isPrimary !== owner.isPrimary ? isPrimary : name.localeCompare(owner.name, 'en') < 0);
      if (wins) owners.set(key, { name, isPrimary });
    }
  }
  const map = new Map([...owners].map(([extension, { name }]) => [extension, name]));
  for (const [extension, name] of Object.entries(EXTENSION_OWNERS)) map.set(extension, name);
  return map;
}

/** Builds the tables. Pure; `languages` is Linguist's list. */
export function buildLanguages(languages: readonly LinguistLanguage[]): Languages {
  const names = new Map(Object.entries(EDITOR_IDS));
  const filenames = new Map<string, string>();
  for (const language of languages) {
    for (const alias of language.aliases ?? []) names.set(fold(alias), language.name);
    for (const filename of language.filenames ?? []) filenames.set(fold(filename), language.name);
  }
  for (const { name } of languages) names.set(fold(name), name);
  const extensions = mapExtensions(languages);

  function canonical(name: string): string | null {
    const key = fold(name.trim());
    if (UNKNOWN.test(key)) return null;
    const known = names.get(key);
    if (known) return known;
    const extension = key.startsWith('.') ? key : `.${key}`;
    const owner = key.length <= EXTENSION_NAME_LENGTH ? extensions.get(extension) : undefined;
    return owner ?? key.replace(/^[a-z]/, (first) => first.toUpperCase());
  }

  /** `index.blade.php`: the longest extension that somebody owns. */
  function ofFile(path: string): string | null {
    const filename = fold(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
    const whole = filenames.get(filename);
    if (whole) return whole;
    for (let dot = filename.indexOf('.'); dot >= 0; dot = filename.indexOf('.', dot + 1)) {
      const owner = extensions.get(filename.slice(dot));
      if (owner) return owner;
    }
    return null;
  }

  return { canonical, ofFile };
}

/**
 * Returns a function that gives the tables. Linguist's data costs some 50 ms to read, which no
 * start should pay for, so the first heartbeat does.
 */
export function openLanguages(): () => Promise<Languages> {
  let loading: Promise<Languages> | undefined;
  return () => {
    loading ??= import('linguist-languages').then((data) => buildLanguages(Object.values(data)));
    return loading;
  };
}
