import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { NotFound } from '../pages/not-found.ts';
import { SignIn } from '../pages/sign-in.ts';
import { matchRoute } from '../routing.ts';
import { Boundary } from './boundary.ts';
import { Frame } from './frame.ts';
import { type PageRoute, routes } from './routes.ts';
import { ToastList } from './toast-list.ts';
import { Unreachable } from './unreachable.ts';

const SITE = 'Hearthbeat';

/** The whole page: who is signed in and which address is shown decide what it holds. */
export function Root() {
  const { router, session } = useApp();
  const { path } = router.place.value;
  const route = matchRoute(routes, path)?.route ?? null;
  useEffect(() => void session.load(), []);
  usePageChange(path, route);
  return html`<${Boundary} path=${path}><${Shown} route=${route} /></><${ToastList} />`;
}

function Shown({ route }: { route: PageRoute | null }) {
  const { session } = useApp();
  const me = session.me.value;
  if (route?.access === 'anyone') return html`<${route.Page} />`;
  if (session.failure.value) {
    return html`<${Unreachable} error=${session.failure.value} onRetry=${session.load} />`;
  }
  if (me === undefined) return null;
  if (me === null) return html`<${SignIn} />`;
  return html`
    <${Frame} pattern=${route?.pattern ?? null}>
      ${route ? html`<${route.Page} key=${route.pattern} />` : html`<${NotFound} />`}
    </>
  `;
}

/** A new page has a new title, and the focus starts at its top, as after a load. */
function usePageChange(path: string, route: PageRoute | null): void {
  const previous = useRef(path);
  useEffect(() => {
    document.title = `${route?.title ?? 'Not found'} · ${SITE}`;
    if (previous.current === path) return;
    previous.current = path;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path, route]);
}
