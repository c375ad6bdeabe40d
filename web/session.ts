import { type ReadonlySignal, signal } from '@preact/signals';
import { type Api, ApiError } from './api.ts';
import type { Instance, Me } from './wire.ts';

export interface Credentials {
  username: string;
  password: string;
}

export interface NewAccount extends Credentials {
  /** Of the setup or invite link; undefined where sign-up is open. */
  token: string | undefined;
  timezone: string;
}

export interface Session {
  /** Undefined until known, null when nobody is signed in. */
  me: ReadonlySignal<Me | null | undefined>;
  instance: ReadonlySignal<Instance | undefined>;
  /** Why the session could not be read: the server does not answer. */
  failure: ReadonlySignal<ApiError | null>;
  load(): Promise<void>;
  /** Makes the account behind a setup or invite link, and signs in. */
  create(kind: 'setup' | 'signup', account: NewAccount): Promise<void>;
  signIn(credentials: Credentials): Promise<void>;
  signOut(): Promise<void>;
  /** The server said that the session is over. */
  end(): void;
  /** Changes the profile; the answer becomes `me`. */
  update(
    changes: Partial<
      Pick<
        Me,
        'display_name' | 'timezone' | 'timeout_seconds' | 'week_start' | 'review_plugin_updates'
      >
    >,
  ): Promise<void>;
}

/** Who is signed in, for as long as the page is open. */
export function openSession(getApi: () => Api): Session {
  const me = signal<Me | null | undefined>(undefined);
  const instance = signal<Instance | undefined>(undefined);
  const failure = signal<ApiError | null>(null);

  async function loadMe(): Promise<void> {
    me.value = await getApi().get<Me>('api/v1/user/me');
  }

  return {
    me,
    instance,
    failure,
    async load() {
      failure.value = null;
      try {
        instance.value = await getApi().get<Instance>('api/v1/instance');
        if (instance.value.signed_in) await loadMe();
        else me.value = null;
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.status === 401) me.value = null;
        else failure.value = error;
      }
    },
    async create(kind, account) {
      await getApi().post(`auth/${kind}`, account);
      await loadMe();
      if (instance.value) instance.value = { ...instance.value, setup_required: false };
    },
    async signIn(credentials) {
      await getApi().post('auth/login', credentials);
      await loadMe();
    },
    async signOut() {
      await getApi().post('auth/logout');
      me.value = null;
    },
    end() {
      me.value = null;
    },
    async update(changes) {
      await getApi().patch('api/v1/user/me', changes);
      await loadMe();
    },
  };
}
