import { Elysia, t } from 'elysia';
import packageJson from '../../package.json' with { type: 'json' };
import type { Database } from '../db/database.ts';
import { hasAccounts, type Profile } from './account-store.ts';
import type { Accounts } from './accounts.ts';
import type { PasswordResets } from './password-resets.ts';
import { Message, password, text } from './route-schemas.ts';
import { refuseOtherSites } from './same-origin.ts';
import { sessionTokenOf, toEndedSessionCookie, toSessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import { type SignIn, wrongCredentials } from './sign-in.ts';
import type { SignUp, SignUpPolicy } from './sign-up.ts';

const MAX_USERNAME_CHARACTERS = 256;
const MAX_TOKEN_CHARACTERS = 256;

const SignedIn = t.Object({
  user: t.Object({ id: t.String(), username: t.String(), is_admin: t.Boolean() }),
});

const toSignedIn = ({ id, username, is_admin }: Profile) => ({ user: { id, username, is_admin } });

const person = {
  username: text(MAX_USERNAME_CHARACTERS),
  password: password(),
  timezone: t.Optional(text()),
};
const token = () => t.String({ minLength: 1, maxLength: MAX_TOKEN_CHARACTERS });

interface AuthRoutesDependencies {
  database: Database;
  accounts: Accounts;
  sessions: Sessions;
  signIn: SignIn;
  signUp: SignUp;
  passwordResets: PasswordResets;
  policy: SignUpPolicy;
  addressOf: (request: Request) => string;
  baseUrl: string | null;
}

/** Signing in and out, and what a page must know before. These need no credentials. */
export function authRoutes(dependencies: AuthRoutesDependencies) {
  const { database, accounts, sessions, signIn, signUp, passwordResets } = dependencies;
  const { policy, addressOf, baseUrl } = dependencies;

  /** The `Set-Cookie` of a new session; a session that the browser had is over. */
  async function startSession(userId: string, request: Request): Promise<string> {
    const former = sessionTokenOf(request);
    if (former !== null) await sessions.removeByToken(former);
    const secret = await sessions.add(userId, {
      address: addressOf(request),
      userAgent: request.headers.get('user-agent') ?? '',
    });
    return toSessionCookie(secret, baseUrl);
  }

  const instance = new Elysia().get(
    '/api/v1/instance',
    async ({ request }) => ({
      version: packageJson.version,
      setup_required: !(await hasAccounts(database)),
      sign_up: policy,
      signed_in: sessionTokenOf(request) !== null,
    }),
    {
      response: t.Object({
        version: t.String(),
        setup_required: t.Boolean(),
        sign_up: t.Union([t.Literal('closed'), t.Literal('open')]),
        /** A session came along; whether it is still good, `/user/me` tells. */
        signed_in: t.Boolean(),
      }),
    },
  );

  const signing = new Elysia()
    .derive(({ request }) => {
      refuseOtherSites(request, baseUrl);
    })
    .post(
      '/auth/login',
      async ({ body, request, set }) => {
        const userId = await signIn.findUserByPassword({ ...body, address: addressOf(request) });
        if (userId === null) throw wrongCredentials();
        set.headers['set-cookie'] = await startSession(userId, request);
        return toSignedIn(await accounts.get(userId));
      },
      {
        body: t.Object({ username: person.username, password: person.password }),
        response: SignedIn,
      },
    )
    .post(
      '/auth/setup',
      async ({ body, request, set }) => {
        const profile = await signUp.setUp(body.token, body);
        set.headers['set-cookie'] = await startSession(profile.id, request);
        return toSignedIn(profile);
      },
      { body: t.Object({ ...person, token: token() }), response: SignedIn },
    )
    .post(
      '/auth/signup',
      async ({ body, request, set }) => {
        const profile = await signUp.signUp(body.token, body, addressOf(request));
        set.headers['set-cookie'] = await startSession(profile.id, request);
        return toSignedIn(profile);
      },
      { body: t.Object({ ...person, token: t.Optional(token()) }), response: SignedIn },
    )
    .post(
      '/auth/reset',
      ({ body, request }) => passwordResets.use(body.token, body.password, addressOf(request)),
      {
        body: t.Object({ token: token(), password: person.password }),
        response: t.Object({ username: t.String() }),
      },
    )
    .post(
      '/auth/logout',
      async ({ request, set }) => {
        const secret = sessionTokenOf(request);
        if (secret !== null) await sessions.removeByToken(secret);
        set.headers['set-cookie'] = toEndedSessionCookie(baseUrl);
        return { message: 'Logged out successfully' };
      },
      { response: Message },
    );

  return new Elysia().use(instance).use(signing);
}
