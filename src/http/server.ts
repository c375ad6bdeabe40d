/** The listening socket. */
import { AppError, messageOf } from '../base/errors.ts';
import { SECOND_MS } from '../base/time.ts';
import type { Handler } from './handler.ts';

/** Longer than the pings of live streams are apart, and than an import takes. */
const IDLE_TIMEOUT_SECONDS = 120;
/** How long requests in flight may take to end when the server stops. */
export const STOP_LIMIT_MS = 5 * SECOND_MS;

export interface Server {
  /** Where it listens, as this machine reaches it: `http://localhost:8080`. */
  url: string;
  port: number;
  /** Takes no new connections and waits for the requests in flight, up to `STOP_LIMIT_MS`. */
  stop(): Promise<void>;
}

interface ServerOptions {
  host: string;
  port: number;
  handler: Handler;
}

/** Any address means this machine too. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(error: unknown, host: string, port: number): AppError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const where = `${host}:${port}`;
  if (code === 'EADDRINUSE') {
    return new AppError(
      'conflict',
      `Something else listens on ${where} already. Stop it, or choose another port with --port.`,
      { cause: error },
    );
  }
  if (code === 'EACCES') {
    return new AppError(
      'forbidden',
      `This user may not listen on ${where}. Choose a port from 1024 with --port.`,
      { cause: error },
    );
  }
  return new AppError(
    'invalid',
    `Cannot listen on ${where}: ${messageOf(error)}. Choose another --host or --port.`,
    { cause: error },
  );
}

/** Starts to listen; port 0 takes any free one. Throws an `AppError` that names the fix. */
export function openServer({ host, port, handler }: ServerOptions): Server {
  function listen() {
    try {
      return Bun.serve({
        hostname: host,
        port,
        idleTimeout: IDLE_TIMEOUT_SECONDS,
        // http/body-limit refuses earlier and in JSON; Bun's own refusal has no body.
        maxRequestBodySize: Number.MAX_SAFE_INTEGER,
        development: false,
        // Without development Bun shares the port: a second server would take half the requests.
        reusePort: false,
        fetch: (request, server) =>
          handler(request, server.requestIP(request)?.address ?? 'unknown'),
      });
    } catch (error) {
      throw listenError(error, host, port);
    }
  }

  const server = listen();
  const boundPort = server.port ?? port;
  return {
    url: `http://${reachableHost(host)}:${boundPort}`,
    port: boundPort,
    async stop() {
      const limit = Promise.withResolvers<void>();
      const timer = setTimeout(limit.resolve, STOP_LIMIT_MS);
      await Promise.race([server.stop(), limit.promise]);
      clearTimeout(timer);
      await server.stop(true);
    },
  };
}
