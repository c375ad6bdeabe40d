/** `fetch` as a widget finds it. */

interface Settings {
  /** The widget's key, as it is now. */
  token: string;
  /** '' or `/hearthbeat`: where this instance lives below its host. */
  basePath: string;
}

/** Absolute paths of ours, as the documentation spells them. */
const OUR_PATH = /^\/(api|badge|static)\//;

/**
 * A widget keeps the key that it was started with; the page gets new ones all the time. So a
 * request that carries an old key is sent with the newest one, and one to `/api/…` reaches this
 * instance also where it lives below a path.
 */
export function openFetch(original: typeof fetch) {
  const issued = new Set<string>();
  const settings: Settings = { token: '', basePath: '' };

  function withBasePath(url: string): string {
    return OUR_PATH.test(url) ? settings.basePath + url : url;
  }

  function withNewestKey(headers: Headers): Headers {
    const [scheme, key = ''] = (headers.get('authorization') ?? '').split(' ');
    if (issued.has(key)) headers.set('authorization', `${scheme} ${settings.token}`);
    return headers;
  }

  const send = (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const isRequest = input instanceof Request;
    const target = isRequest ? input : withBasePath(String(input));
    const headers = new Headers(init.headers ?? (isRequest ? input.headers : undefined));
    return original(target, {
      ...init,
      headers: withNewestKey(headers),
      credentials: 'omit',
    });
  };

  return {
    fetch: Object.assign(send, { preconnect: () => {} }) satisfies typeof fetch,
    set(changes: Partial<Settings>): void {
      Object.assign(settings, changes);
      issued.add(settings.token);
    },
  };
}
