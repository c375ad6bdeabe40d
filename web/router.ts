import { type ReadonlySignal, signal } from '@preact/signals';
import { pathBelow } from './routing.ts';

export interface Place {
  /** Below the base, without slashes at its ends. */
  path: string;
  query: URLSearchParams;
  /** What stands behind `#`. */
  fragment: string;
}

export interface Router {
  place: ReadonlySignal<Place>;
  /** `to` is relative to the base, for example `connect` or `?range=30d`. */
  navigate(to: string, options?: { replace?: boolean }): void;
}

/** Follows the address bar, and clicks on links that lead to our own pages. */
export function openRouter(window: Window): Router {
  const { document, history, location } = window;
  const here = (): Place => ({
    path: pathBelow(document.baseURI, location.href) ?? '',
    query: new URLSearchParams(location.search),
    fragment: location.hash.slice(1),
  });
  const place = signal(here());

  function navigate(to: string, { replace = false } = {}): void {
    const url = new URL(to, document.baseURI);
    if (replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    const previous = place.value.path;
    place.value = here();
    if (place.value.path !== previous) window.scrollTo(0, 0);
  }

  window.addEventListener('popstate', () => {
    place.value = here();
  });
  document.addEventListener('click', (event) => {
    const link = findOwnLink(event, document.baseURI);
    if (!link) return;
    event.preventDefault();
    if (link.href !== location.href) navigate(link.href);
  });
  return { place, navigate };
}

/** The link that a plain click would follow to one of our pages. */
function findOwnLink(event: MouseEvent, baseUri: string): HTMLAnchorElement | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  if (!isPlain || event.altKey || event.defaultPrevented) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href || link.target || link.hasAttribute('download')) return null;
  return pathBelow(baseUri, link.href) === null ? null : link;
}
