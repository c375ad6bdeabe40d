import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Api, openApi } from './api.ts';
import { type Live, openLive } from './live.ts';
import { type Look, openLook } from './look.ts';
import { openRouter, type Router } from './router.ts';
import { openSession, type Session } from './session.ts';
import { openThemeChoice, type ThemeChoice } from './theme-choice.ts';
import { openToasts, type Toasts } from './toasts.ts';

/** What every page may use. Made once, in main.ts. */
export interface App {
  api: Api;
  live: Live;
  look: Look;
  router: Router;
  session: Session;
  theme: ThemeChoice;
  toasts: Toasts;
}

export function openApp(window: Window & typeof globalThis): App {
  const { document } = window;
  const session: Session = openSession(() => api);
  const api = openApi({
    baseUri: document.baseURI,
    fetch: window.fetch.bind(window),
    onUnauthorized: () => session.end(),
  });
  const router = openRouter(window);
  const theme = openThemeChoice(window.localStorage);
  const { localStorage: storage, sessionStorage } = window;
  const root = document.documentElement;
  return {
    api,
    session,
    router,
    theme,
    look: openLook({ root, storage, sessionStorage, api, router, session, theme }),
    live: openLive({
      url: new URL('api/v1/live', document.baseURI).href,
      EventSource: window.EventSource,
    }),
    toasts: openToasts(),
  };
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp outside of AppContext');
  return app;
}
