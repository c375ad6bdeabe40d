import { editorName, findSystemName, isKnownEditor } from './display-names.ts';

/** What a WakaTime user agent tells; null where it tells nothing. */
export interface UserAgent {
  /** Display name: `VS Code`. */
  editor: string | null;
  editorVersion: string | null;
  /** Display name: `Linux`, `macOS`, `WSL`. */
  os: string | null;
  /** Name and version: `vscode-wakatime/24.8.0`. */
  plugin: string | null;
  /** With its version, as model ids are written: `opus-4.1-medium`. */
  aiModel: string | null;
}

/** Longer ones are cut before they are read (UTF-16 units). */
const USER_AGENT_LENGTH = 1_024;

const CLI = /^wakatime\/\S+\s*/;
const PARENTHESES = /\(([^)]*)\)/g;
/** What the command line client says about its own runtime: `go1.22.5`, `Python3.8.0.final.0`. */
const RUNTIME = /^(go\d[\w.-]*|go|python[\d.]\S*|unknown|unset)$/i;
const PLUGIN = /-wakatime$/i;
/** A language server that carries no editor's name. */
const HELPER = /^wakatime-ls$/i;
/** Families of models that announce themselves before the tool that ran them. */
const MODEL =
  /^(gpt|o\d|opus|sonnet|haiku|gemini|grok|qwen|deepseek|llama|composer|swe|kimi|glm|mistral|codestral|devstral|claude-)/i;

interface Product {
  name: string;
  version: string;
}

/** `Linux-4.15.0-96-generic`, `darwin-23.4.0-arm64`, `Windows_NT 10.0.26100`, `win_x86-64`. */
function findSystem(text: string): string | null {
  const id = /^(windows_nt|[a-z]+\d*)(?=$|[-_ ;\d.])/i.exec(text)?.[1];
  const name = id ? findSystemName(id) : null;
  return name === 'Linux' && /microsoft|wsl/i.test(text) ? 'WSL' : name;
}

/** The `name/version` tokens in order; a name may hold spaces (`HBuilder X/4.56`). */
function readProducts(words: string[]): { products: Product[]; os: string | null } {
  const products: Product[] = [];
  let os: string | null = null;
  let prefix: string[] = [];
  for (const word of words) {
    const slash = word.indexOf('/');
    const system = slash < 0 && word.includes('_') ? findSystem(word) : null;
    if (system) os = system;
    else if (slash > 0) {
      const name = [...prefix, word.slice(0, slash)].join(' ');
      products.push({ name, version: word.slice(slash + 1) });
      prefix = [];
    } else if (!RUNTIME.test(word)) prefix.push(word);
  }
  const tail = prefix.join(' ');
  if (isKnownEditor(tail)) products.push({ name: tail, version: '' });
  return { products, os };
}

function isModel(first: Product, second: Product | undefined): boolean {
  if (!second || isKnownEditor(first.name)) return false;
  return isKnownEditor(second.name) || MODEL.test(first.name);
}

/**
 * Reads the user agent of wakatime-cli, or the `plugin` field that browsers send instead
 * (spec/wakatime 1.4 and 1.11). Never fails: what cannot be read is null.
 */
export function parseUserAgent(userAgent: string): UserAgent {
  const text = userAgent.slice(0, USER_AGENT_LENGTH).replace(CLI, '');
  const systems = [...text.matchAll(PARENTHESES)].map(([, inside]) => findSystem(inside ?? ''));
  const words = text.replace(PARENTHESES, ' ').split(/\s+/).filter(Boolean);
  const read = readProducts(words);
  const plugin = read.products.find(({ name }) => PLUGIN.test(name));
  const products = read.products.filter(({ name }) => !PLUGIN.test(name) && !HELPER.test(name));
  const [first, second] = products;
  const model = first && isModel(first, second) ? first : null;
  const editor = model ? second : first;
  const name = editor?.name ?? plugin?.name.replace(PLUGIN, '');
  return {
    editor: name ? editorName(name) : null,
    editorVersion: editor?.version && editor.version !== 'unknown' ? editor.version : null,
    os: systems.find((system) => system !== null) ?? read.os,
    plugin: plugin ? `${plugin.name}/${plugin.version}` : null,
    aiModel: model ? `${model.name}-${model.version}` : null,
  };
}
