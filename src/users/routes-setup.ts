import { Elysia, t } from 'elysia';
import type { Guard } from './guard.ts';
import { text } from './route-schemas.ts';
import {
  isTokenShaped,
  type SetupMode,
  type Shell,
  toRefusalScript,
  toSetupScript,
} from './setup-script.ts';
import type { SetupTokens } from './setup-tokens.ts';

const SCRIPT_HEADERS = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };

const ScriptQuery = t.Object({ token: t.Optional(t.String()), mode: t.Optional(t.String()) });

function parseMode(mode: string | undefined): SetupMode {
  return mode === 'beside' || mode === 'replace' ? mode : 'ask';
}

interface SetupRoutesDependencies {
  guard: Guard;
  setupTokens: SetupTokens;
}

/** The one-line set-up command: a page makes a token, a script trades it for a key. */
export function setupRoutes({ guard, setupTokens }: SetupRoutesDependencies) {
  async function respond(shell: Shell, { token = '', mode }: typeof ScriptQuery.static) {
    const baseUrl = isTokenShaped(token) ? await setupTokens.findBaseUrl(token) : null;
    const script =
      baseUrl === null
        ? toRefusalScript(shell)
        : toSetupScript({ shell, baseUrl, token, mode: parseMode(mode) });
    return new Response(script, { headers: SCRIPT_HEADERS });
  }

  const own = new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .post(
      '/api/v1/setup/tokens',
      async ({ user, body }) => {
        const { token, expiresAt } = await setupTokens.add(user.id, body.base_url);
        return { token, expires_at: expiresAt.toISOString() };
      },
      {
        body: t.Object({ base_url: text() }),
        response: t.Object({ token: t.String(), expires_at: t.String() }),
      },
    );

  const scripts = new Elysia()
    .get('/setup.sh', ({ query }) => respond('sh', query), { query: ScriptQuery })
    .get('/setup.ps1', ({ query }) => respond('ps1', query), { query: ScriptQuery })
    .post(
      '/api/v1/setup/key',
      async ({ request }) => {
        const token = request.headers.get('x-setup-token') ?? '';
        const key = await setupTokens.exchange(token, await request.text());
        return new Response(`${key}\n`, { headers: SCRIPT_HEADERS });
      },
      { parse: 'none' },
    );

  return new Elysia().use(own).use(scripts);
}
