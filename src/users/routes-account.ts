import { Elysia, t } from 'elysia';
import { AppError } from '../base/errors.ts';
import type { Profile } from './account-store.ts';
import type { Accounts } from './accounts.ts';
import type { CurrentUser, Guard } from './guard.ts';
import { nullable, password, text } from './route-schemas.ts';
import type { SignIn } from './sign-in.ts';

const Me = t.Object({
  id: t.String(),
  username: t.String(),
  display_name: nullable(t.String()),
  email: nullable(t.String()),
  avatar_url: nullable(t.String()),
  plan: t.String(),
  is_public: t.Boolean(),
  is_admin: t.Boolean(),
  bio: nullable(t.String()),
  website: nullable(t.String()),
  profile_show_languages: t.Boolean(),
  profile_show_projects: t.Boolean(),
  profile_show_activity: t.Boolean(),
  profile_show_plugins: t.Boolean(),
  profile_show_streak: t.Boolean(),
  available_for_hire: t.Boolean(),
  show_in_leaderboard: t.Boolean(),
  country: nullable(t.String()),
  timezone: t.String(),
  created_at: t.String(),
  timezone_is_chosen: t.Boolean(),
  timeout_seconds: t.Integer(),
  week_start: t.Integer(),
  review_plugin_updates: t.Boolean(),
});

/** CodeTrackr's shape, then our own fields. */
const toMe = (profile: Profile) => ({ ...profile, created_at: profile.created_at.toISOString() });

const maybe = <T extends Parameters<typeof nullable>[0]>(schema: T) => t.Optional(nullable(schema));

/** What CodeTrackr lets its users change; null and absent keep the value. */
const codeTrackrChanges = {
  bio: maybe(text()),
  website: maybe(text()),
  is_public: maybe(t.Boolean()),
  profile_show_languages: maybe(t.Boolean()),
  profile_show_projects: maybe(t.Boolean()),
  profile_show_activity: maybe(t.Boolean()),
  profile_show_plugins: maybe(t.Boolean()),
  profile_show_streak: maybe(t.Boolean()),
  available_for_hire: maybe(t.Boolean()),
  show_in_leaderboard: maybe(t.Boolean()),
};

const Changes = t.Object({
  ...codeTrackrChanges,
  display_name: maybe(text()),
  country: maybe(text()),
  timezone: maybe(text()),
  timeout_seconds: maybe(t.Number()),
  week_start: maybe(t.Number()),
  review_plugin_updates: maybe(t.Boolean()),
});

interface AccountRoutesDependencies {
  guard: Guard;
  accounts: Accounts;
  signIn: SignIn;
  addressOf: (request: Request) => string;
}

export function accountRoutes({ guard, accounts, signIn, addressOf }: AccountRoutesDependencies) {
  /** Throws `invalid` with the form's field, and `too_many`. */
  async function requirePassword(
    { user, request }: { user: CurrentUser; request: Request },
    field: string,
    given: string,
  ): Promise<void> {
    const attempt = { username: user.username, password: given, address: addressOf(request) };
    if ((await signIn.findUserByPassword(attempt)) === user.id) return;
    throw new AppError('invalid', 'Wrong password', { fields: { [field]: 'Wrong password' } });
  }

  return new Elysia()
    .derive(async ({ request }) => ({ user: await guard.requireUser(request) }))
    .get(
      '/api/v1/user/me',
      async ({ user }) => {
        const me = toMe(await accounts.get(user.id));
        // A widget shows numbers; an address to write to is not its author's to have.
        return user.credential.kind === 'widget' ? { ...me, email: null } : me;
      },
      { response: Me },
    )
    .patch(
      '/api/v1/user/me',
      async ({ user, body }) => toMe(await accounts.update(user.id, body)),
      { body: Changes, response: Me },
    )
    .post(
      '/api/v1/user/profile/update',
      async ({ user, body }) => {
        await accounts.update(user.id, body);
        return { status: 'updated' };
      },
      { body: t.Object(codeTrackrChanges), response: t.Object({ status: t.String() }) },
    )
    .post(
      '/api/v1/user/password',
      async ({ user, body, request }) => {
        await requirePassword({ user, request }, 'current_password', body.current_password);
        await accounts.setPassword(user.id, body.new_password, {
          keepSessionId: user.credential.kind === 'session' ? user.credential.id : null,
          field: 'new_password',
        });
        return { status: 'updated' };
      },
      {
        body: t.Object({ current_password: password(), new_password: password() }),
        response: t.Object({ status: t.String() }),
      },
    )
    .delete(
      '/api/v1/user/me',
      async ({ user, body, request }) => {
        await requirePassword({ user, request }, 'password', body.password);
        await accounts.remove(user.id);
        return { status: 'deleted' };
      },
      { body: t.Object({ password: password() }), response: t.Object({ status: t.String() }) },
    );
}
