/** The pages: files made by `web/build.ts`, and index.html for every address that a page has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';

/** Names with a content hash, `app-k3n9x2ab.js`, never change what they hold. */
const HASHED_NAME = /[.-][a-z0-9]{8,}\.[a-z0-9]+$/i;
/** Where the documentation has the style sheet, and so the fonts that it names beside it. */
const DOCUMENTED_FOLDER = '/static/css/';
/**
 * Frames of widgets have an opaque origin, and pages of others may link the style sheet: files
 * that hold no secret may be read from anywhere.
 */
const PUBLIC_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};
const BASE_MARKER = '<base href="/">';
const INDEX = 'index.html';

export interface Assets {
  /** Answers GET and HEAD of any path that is no API. Throws `not_found`. */
  handle(request: Request, path: string): Response;
}

interface Asset {
  body: string | Bun.BunFile;
  type: string;
  cacheControl: string;
  /** Whether pages of other origins may read it. */
  isPublic: boolean;
  /** Of a file that may change under the same name. */
  etag?: string;
  /** The brotli twin's file. */
  compressed?: string;
}

function etagOf(content: string | Uint8Array): string {
  return `"${new Bun.CryptoHasher('sha256').update(content).digest('hex').slice(0, 20)}"`;
}

function readIndex(directory: string, basePath: string): Asset {
  const html = readFileSync(join(directory, INDEX), 'utf8').replace(
    BASE_MARKER,
    `<base href="${Bun.escapeHTML(basePath)}/">`,
  );
  const type = 'text/html; charset=utf-8';
  return { body: html, type, cacheControl: 'no-cache', isPublic: false, etag: etagOf(html) };
}

function readAsset(directory: string, name: string, names: ReadonlySet<string>): Asset {
  const path = join(directory, name);
  const body = Bun.file(path);
  const compressed = names.has(`${name}.br`) ? { compressed: `${path}.br` } : {};
  const common = { body, type: body.type, isPublic: true, ...compressed };
  return HASHED_NAME.test(name)
    ? { ...common, cacheControl: 'public, max-age=31536000, immutable' }
    : { ...common, cacheControl: 'no-cache', etag: etagOf(readFileSync(path)) };
}

function readAssets(directory: string, basePath: string): Map<string, Asset> {
  const names = new Set(readdirSync(directory)); // flat: web/build.ts makes no folders
  const assets = new Map<string, Asset>();
  for (const name of names) {
    if (name.endsWith('.br') || name === INDEX) continue;
    assets.set(`/${name}`, readAsset(directory, name, names));
  }
  assets.set('/', readIndex(directory, basePath));
  return assets;
}

function wantsPage(request: Request, path: string): boolean {
  const accept = request.headers.get('accept') ?? '*/*';
  if (accept.includes('text/html')) return true;
  return accept.includes('*/*') && !/\.[a-z0-9]+$/i.test(path);
}

function toResponse(request: Request, asset: Asset): Response {
  const headers = new Headers({
    ...(asset.isPublic ? PUBLIC_HEADERS : {}),
    'Content-Type': asset.type,
    'Cache-Control': asset.cacheControl,
  });
  if (asset.etag) {
    headers.set('ETag', asset.etag);
    if (request.headers.get('if-none-match') === asset.etag) {
      return new Response(null, { status: 304, headers });
    }
  }
  if (!asset.compressed) return new Response(asset.body, { headers });
  headers.set('Vary', 'Accept-Encoding');
  if (!/\bbr\b/.test(request.headers.get('accept-encoding') ?? '')) {
    return new Response(asset.body, { headers });
  }
  headers.set('Content-Encoding', 'br');
  return new Response(Bun.file(asset.compressed), { headers });
}

const NOT_BUILT =
  'The pages are missing from this build. Run "npm start" or "npm run build" in the checkout; the API works.\n';

/** Reads the list of files once; their contents are read when they are asked for. */
export function openAssets(directory: string, basePath: string): Assets {
  if (!existsSync(join(directory, INDEX))) {
    return {
      handle: () =>
        new Response(NOT_BUILT, {
          status: 503,
          headers: { 'Content-Type': 'text/plain; charset=utf-8' },
        }),
    };
  }
  const assets = readAssets(directory, basePath);
  const index = assets.get('/');
  return {
    handle(request, path) {
      const name = path.startsWith(DOCUMENTED_FOLDER)
        ? path.slice(DOCUMENTED_FOLDER.length - 1)
        : path;
      const asset = assets.get(name) ?? (wantsPage(request, path) ? index : undefined);
      if (!asset) throw new AppError('not_found', 'There is no such file.');
      return toResponse(request, asset);
    },
  };
}
