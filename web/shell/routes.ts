import type { FunctionComponent } from 'preact';
import type { RouteMatch, RouteParameters, RoutePattern } from '../routing.ts';
import { lazyPage, type PageProps } from './lazy-page.ts';

export interface PageRoute extends RoutePattern {
  title: string | ((parameters: RouteParameters) => string);
  /** `anyone`: shown without the shell, to people who have no account yet. */
  access: 'member' | 'anyone';
  Page: FunctionComponent<PageProps>;
}

/** What the window is called. */
export function titleOf({ route, parameters }: RouteMatch<PageRoute>): string {
  return typeof route.title === 'string' ? route.title : route.title(parameters);
}

const Overview = lazyPage(() => import('../pages/overview.ts'));

export const routes: readonly PageRoute[] = [
  { pattern: '', title: 'Overview', access: 'member', Page: Overview },
  // CodeTrackr's VS Code extension opens this address.
  { pattern: 'dashboard', title: 'Overview', access: 'member', Page: Overview },
  {
    pattern: 'connect',
    title: 'Connect an editor',
    access: 'member',
    Page: lazyPage(() => import('../pages/connect.ts')),
  },
  {
    pattern: 'account',
    title: 'Account',
    access: 'member',
    Page: lazyPage(() => import('../pages/account.ts')),
  },
  {
    pattern: 'admin',
    title: 'Administration',
    access: 'member',
    Page: lazyPage(() => import('../pages/admin.ts')),
  },
  {
    pattern: 'setup',
    title: 'Set up',
    access: 'anyone',
    Page: lazyPage(() => import('../pages/setup.ts')),
  },
  {
    pattern: 'signup',
    title: 'Sign up',
    access: 'anyone',
    Page: lazyPage(() => import('../pages/sign-up.ts')),
  },
  {
    pattern: 'reset',
    title: 'New password',
    access: 'anyone',
    Page: lazyPage(() => import('../pages/reset.ts')),
  },
];
