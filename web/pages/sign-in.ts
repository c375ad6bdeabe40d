import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../app.ts';
import { pathBelow } from '../routing.ts';
import { lazyPage } from '../shell/lazy-page.ts';
import { useAction } from '../ui/action.ts';
import { TextField } from '../ui/field.ts';
import { Submit } from '../ui/submit.ts';
import { Entry } from './entry/entry.ts';

/** What strangers may look at on the home page: fetched after the form is there. */
const TopPlugins = lazyPage(() => import('../store/top-plugins.ts'));

/** Its own address, for strangers who come from a page that everybody sees. */
export function Page() {
  const { router, session } = useApp();
  const { query } = router.place.value;
  const me = session.me.value;
  useEffect(() => {
    if (me) router.navigate(readBack(query.get('back')), { replace: true });
  }, [me]);
  return me ? null : html`<${SignIn} path="sign-in" />`;
}

/** Relative to the base; the overview when the address leads elsewhere. */
function readBack(back: string | null): string {
  const address = back ? URL.parse(back, document.baseURI) : null;
  return address && pathBelow(document.baseURI, address.href) !== null ? address.href : './';
}

/** Shown in place of any page while nobody is signed in, so that its address stays. */
export function SignIn({ path }: { path: string }) {
  const { session } = useApp();
  if (session.instance.value?.setup_required) {
    return html`
      <${Entry}
        title="Almost there"
        lead="This Hearthbeat has no account yet. Open the setup link that the server printed when it started."
      />
    `;
  }
  const isHome = path === '' || path === 'dashboard';
  return html`
    <${Entry} title="Sign in" lead="" below=${isHome && html`<${TopPlugins} parameters=${{}} />`}>
      <${SignInForm} />
      <p class="form-note"><a class="quiet-link" href="plugin-store">Plugin store</a></p>
    </>
  `;
}

function SignInForm() {
  const { session } = useApp();
  const username = useSignal('');
  const password = useSignal('');
  const action = useAction(() =>
    session.signIn({ username: username.value, password: password.value }),
  );
  return html`
    <form class="form" onSubmit=${action.run}>
      <${TextField} label="Username" name="username" value=${username} autocomplete="username" required autofocus />
      <${TextField}
        label="Password"
        name="password"
        type="password"
        value=${password}
        autocomplete="current-password"
        required
      />
      <${Submit} action=${action} kind="primary">Sign in</>
      ${session.instance.value?.sign_up === 'open' && html`<p class="form-note"><a href="signup">Create an account</a></p>`}
    </form>
  `;
}
