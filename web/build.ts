/** `bun web/build.ts`: the pages, ready to serve, in build/web. */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { BuildArtifact, BunPlugin } from 'bun';

/** Compressed JavaScript that the first page may load before anything lazy. */
export const FIRST_LOAD_LIMIT_BYTES = 60_000;
/** Below this a compressed twin saves less than its own response header costs. */
const COMPRESSION_MINIMUM_BYTES = 500;
const COMPRESSED_TYPES = new Set(['.js', '.css', '.svg']);

/** As index.html names it. */
const THEME_BOOT = './theme-boot.ts';

export interface BuiltWeb {
  /** Files written, names relative to the output folder. */
  files: string[];
  /** Brotli bytes of the scripts that the first page loads. */
  firstLoadBytes: number;
}

/**
 * Builds web/index.html and all that it needs into `outdir`: hashed names, references relative to
 * `<base href="/">` (which the server replaces in the page, so the page alone has no compressed
 * twin), a `.br` twin beside each other text file.
 */
export async function buildWeb(outdir = join(import.meta.dir, '../build/web')): Promise<BuiltWeb> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const fonts = new Map<string, string>();
  const result = await Bun.build({
    entrypoints: [join(import.meta.dir, 'index.html')],
    outdir,
    target: 'browser',
    minify: true,
    splitting: true,
    plugins: [themeBootApart, hashedFonts(outdir, fonts)],
  });
  const themeBoot = await buildThemeBoot(outdir);
  await finishPage(join(outdir, 'index.html'), themeBoot, [...fonts.values()]);

  const forWidgets = await buildForWidgets(outdir, fonts);
  const built = [
    ...result.outputs.map((output) => output.path),
    join(outdir, themeBoot),
    ...forWidgets,
  ];
  const compressed = await Promise.all(built.map(compress));
  return {
    files: [...built.map((path) => basename(path)), ...compressed.flat(), ...fonts.values()],
    firstLoadBytes: await firstLoadBytes(result.outputs),
  };
}

/**
 * Copies each font that a style sheet names and points the sheet at the copy. Bun's own handling
 * is to inline fonts as data: URLs, which `default-src 'self'` refuses.
 */
function hashedFonts(outdir: string, copied: Map<string, string>): BunPlugin {
  return {
    name: 'hashed-fonts',
    setup(build) {
      build.onResolve({ filter: /\.woff2$/ }, async ({ path }) => {
        const source = Bun.file(Bun.resolveSync(path, import.meta.dir));
        const name = hashedName(path, await source.bytes());
        await Bun.write(join(outdir, name), source);
        copied.set(path, name);
        return { path: `./${name}`, external: true };
      });
    },
  };
}

/** The theme script must run before the first paint, so it stays out of the deferred module. */
const themeBootApart: BunPlugin = {
  name: 'theme-boot-apart',
  setup(build) {
    build.onResolve({ filter: /^\.\/theme-boot\.ts$/ }, ({ path }) => ({ path, external: true }));
  },
};

async function buildThemeBoot(outdir: string): Promise<string> {
  const result = await Bun.build({
    entrypoints: [join(import.meta.dir, THEME_BOOT)],
    target: 'browser',
    format: 'iife',
    minify: true,
  });
  const [script] = result.outputs;
  if (!script) throw new Error('theme-boot.ts was not built');
  const bytes = new Uint8Array(await script.arrayBuffer());
  const name = hashedName('theme-boot.js', bytes);
  await Bun.write(join(outdir, name), bytes);
  return name;
}

/**
 * What the frame of a widget loads, and pages of others may link: names without a hash, because
 * the documentation names them.
 */
async function buildForWidgets(outdir: string, fonts: Map<string, string>): Promise<string[]> {
  const result = await Bun.build({
    entrypoints: [
      join(import.meta.dir, 'widgets/widget-frame.ts'),
      join(import.meta.dir, 'widgets/main.css'),
    ],
    outdir,
    naming: '[name].[ext]',
    target: 'browser',
    format: 'iife',
    minify: true,
    plugins: [hashedFonts(outdir, fonts)],
  });
  return result.outputs.map((output) => output.path);
}

/** Names the built theme script, and asks for the fonts before the style sheet is parsed. */
async function finishPage(page: string, themeBoot: string, fonts: string[]): Promise<void> {
  const preloads = fonts
    .map((font) => `<link rel="preload" href="./${font}" as="font" type="font/woff2" crossorigin>`)
    .join('');
  const html = (await Bun.file(page).text())
    .replace(THEME_BOOT, `./${themeBoot}`)
    .replace('</head>', `${preloads}</head>`);
  // The server looks for exactly this, to put its own base path there.
  const finished = html.replace(/<base href="\/"\s*\/?>/, '<base href="/">');
  if (!finished.includes('<base href="/">')) throw new Error('index.html lost its <base href="/">');
  if (!finished.includes(themeBoot)) throw new Error('index.html lost its theme script');
  await Bun.write(page, finished);
}

async function compress(path: string): Promise<string[]> {
  const bytes = await Bun.file(path).bytes();
  if (!COMPRESSED_TYPES.has(extname(path)) || bytes.length < COMPRESSION_MINIMUM_BYTES) return [];
  await Bun.write(`${path}.br`, brotli(bytes));
  return [`${basename(path)}.br`];
}

async function firstLoadBytes(outputs: BuildArtifact[]): Promise<number> {
  const page = outputs.find((output) => output.path.endsWith('.html'));
  const html = page ? await Bun.file(page.path).text() : '';
  let total = 0;
  for (const script of outputs.filter(({ path }) => path.endsWith('.js'))) {
    const isFirst = html.includes(basename(script.path));
    if (isFirst) total += brotli(await Bun.file(script.path).bytes()).length;
  }
  return total;
}

function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}

function hashedName(path: string, bytes: Uint8Array): string {
  const hash = Bun.hash(bytes).toString(36).slice(0, 8).padStart(8, '0');
  const extension = extname(path);
  return `${basename(path, extension)}-${hash}${extension}`;
}

if (import.meta.main) {
  const { files, firstLoadBytes: bytes } = await buildWeb();
  console.log(`build/web: ${files.length} files, first load ${bytes} bytes of brotli JavaScript`);
  if (bytes > FIRST_LOAD_LIMIT_BYTES) {
    throw new Error(`the first load is over its ${FIRST_LOAD_LIMIT_BYTES} bytes`);
  }
}
