import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import { NotFound } from '../pages/not-found.ts';
import { SignIn } from '../pages/sign-in.ts';
import { matchRoute, type RouteMatch } from '../routing.ts';
import { Boundary } from './boundary.ts';
import { Frame } from './frame.ts';
import { type PageRoute, routes, titleOf } from './routes.ts';
import { ToastList } from './toast-list.ts';
import { Unreachable } from './unreachable.ts';

const SITE = 'Hearthbeat';

/** The whole page: who is signed in and which address is shown decide what it holds. */
export function Root() {
  const { router, session } = useApp();
  const { path } = router.place.value;
  const match = matchRoute(routes, path);
  useEffect(() => void session.load(), []);
  usePageChange(path, match);
  return html`<${Boundary} path=${path}><${Shown} match=${match} /></><${ToastList} />`;
}

function Shown({ match }: { match: RouteMatch<PageRoute> | null }) {
  const { router, session } = useApp();
  const me = session.me.value;
  const page = match && html`<${match.route.Page} parameters=${match.parameters} />`;
  if (match?.route.access === 'anyone') return page;
  if (session.failure.value) {
    return html`<${Unreachable} error=${session.failure.value} onRetry=${session.load} />`;
  }
  if (me === undefined) return null;
  if (me === null && match?.route.access !== 'everybody')
    return html`<${SignIn} path=${router.place.value.path} />`;
  return html`
    <${Frame} pattern=${match?.route.pattern ?? null}>${page ?? html`<${NotFound} />`}</>
  `;
}

/** A new page has a new title, and the focus starts at its top, as after a load. */
function usePageChange(path: string, match: RouteMatch<PageRoute> | null): void {
  const previous = useRef(path);
  useEffect(() => {
    document.title = `${match ? titleOf(match) : 'Not found'} · ${SITE}`;
    if (previous.current === path) return;
    previous.current = path;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
