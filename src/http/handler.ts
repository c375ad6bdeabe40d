/** From any request to its answer, without a socket. */
import type { AnyElysia } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { Assets } from './assets.ts';
import { stripBasePath } from './base-path.ts';
import { limitBody } from './body-limit.ts';
import { toErrorResponse } from './errors.ts';
import {
  addHeaders,
  isApiPath,
  isAuthPath,
  isScriptPath,
  isSecure,
  toPreflight,
} from './headers.ts';
import type { Health } from './health.ts';
import { LIVE_PATH, type Live } from './live.ts';
import type { Requests } from './requests.ts';
import { openRoutes } from './routes.ts';
import { canonicalPath } from './wakatime-paths.ts';

interface HandlerDependencies {
  /** '' or `/hearthbeat` */
  basePath: string;
  routes: readonly AnyElysia[];
  assets: Assets;
  health: Health;
  live: Live;
  requests: Requests;
  clock: Clock;
  log: Log;
}

/** `peer` is the address at the other end of the connection. Never throws. */
export type Handler = (request: Request, peer: string) => Promise<Response>;

const FIRST_ERROR_STATUS = 400;

/** Where in a URL Elysia begins to look for the path: too far for a host as short as `nas`. */
const ELYSIA_SKIPS = 11;
const SCHEME_LENGTH = 'https://'.length;

/**
 * The request as the routes shall see it: at its canonical path, and with the body that was read
 * to measure it. A new URL begins with `http://localhost`; the Host header tells the real host.
 * Most requests are right as they came, and a copy costs a fifth of a heartbeat's time.
 */
function rewrite(request: Request, path: string, search: string, body?: Uint8Array<ArrayBuffer>) {
  const start = request.url.indexOf('/', SCHEME_LENGTH);
  const isRight = start >= ELYSIA_SKIPS && request.url.slice(start) === path + search;
  if (isRight && !body) return request;
  const url = `http://localhost${path}${search}`;
  if (!body) return new Request(url, request);
  const { method, headers, signal } = request;
  return new Request(url, { method, headers, signal, body });
}

export function openHandler(dependencies: HandlerDependencies): Handler {
  const { basePath, assets, health, live, requests, clock, log } = dependencies;
  const handleRoutes = openRoutes({
    routes: dependencies.routes,
    basePath,
    toErrorResponse: (error, request) =>
      toErrorResponse(error, requests.find(request)?.id ?? 'unknown', log),
  });

  async function answer(request: Request, path: string, search: string): Promise<Response> {
    const { method } = request;
    const isApi = isApiPath(path);
    if (isApi && method === 'OPTIONS') return toPreflight();
    if (isApi || isAuthPath(path) || isScriptPath(path)) {
      const inner = rewrite(request, path, search, await limitBody(request, path));
      const facts = requests.find(request);
      if (facts && inner !== request) requests.add(inner, facts);
      return path === LIVE_PATH && method === 'GET' ? live.handle(inner) : handleRoutes(inner);
    }
    if (method !== 'GET' && method !== 'HEAD') {
      throw new AppError(
        'not_found',
        'There is nothing at this address. The API is below /api/v1.',
      );
    }
    return (await health.handle(path)) ?? assets.handle(request, path);
  }

  return async (request, peer) => {
    const startedAt = clock();
    const facts = requests.recognise(request, peer);
    requests.add(request, facts);
    const { pathname, search } = new URL(request.url);
    const path = canonicalPath(stripBasePath(pathname, basePath));
    const response = await answer(request, path, search).catch((error: unknown) =>
      toErrorResponse(error, facts.id, log),
    );
    addHeaders(response, { path, requestId: facts.id, isSecure: isSecure(request) });
    log[response.status < FIRST_ERROR_STATUS ? 'debug' : 'info']('request', {
      requestId: facts.id,
      method: request.method,
      path: pathname, // without the query, which may hold a key
      status: response.status,
      milliseconds: clock() - startedAt,
      address: facts.address,
    });
    return response;
  };
}
