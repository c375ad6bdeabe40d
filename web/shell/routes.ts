import type { FunctionComponent } from 'preact';
import { titleOfDocs } from '../docs/pages.ts';
import { Page as SignInPage } from '../pages/sign-in.ts';
import type { RouteMatch, RouteParameters, RoutePattern } from '../routing.ts';
import { readValueName } from '../ui/address.ts';
import { formatDate } from '../ui/format.ts';
import type { Dimension } from '../wire.ts';
import { lazyPage, type PageProps } from './lazy-page.ts';

export interface PageRoute extends RoutePattern {
  title: string | ((parameters: RouteParameters) => string);
  /**
   * `member`: people who are signed in. `everybody`: strangers too, with the shell around it.
   * `anyone`: shown without the shell, to people who have no account yet.
   */
  access: 'member' | 'everybody' | 'anyone';
  Page: FunctionComponent<PageProps>;
}

/** What the window is called. */
export function titleOf({ route, parameters }: RouteMatch<PageRoute>): string {
  return typeof route.title === 'string' ? route.title : route.title(parameters);
}

/** `Sat, 21 Nov 2026`, or what the address says when that is no day. */
function dayTitle({ date = '' }: RouteParameters): string {
  if (Number.isNaN(Date.parse(`${date}T00:00:00Z`))) return date;
  return formatDate(date, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** The pages of one dimension's values; without a name, of the unknown one. */
function valueRoutes(dimension: Dimension, unknown: string): PageRoute[] {
  const Page = lazyPage(async () => {
    const { valuePage } = await import('../pages/value.ts');
    return { Page: valuePage(dimension) };
  });
  const title = (parameters: RouteParameters) => readValueName(parameters) || unknown;
  return [
    { pattern: dimension, title, access: 'member', Page },
    { pattern: `${dimension}/:name*`, title, access: 'member', Page },
  ];
}

const Docs = lazyPage(() => import('../pages/docs.ts'));
const Overview = lazyPage(() => import('../pages/overview.ts'));
const Day = lazyPage(() => import('../pages/day.ts'));
const Publish = lazyPage(() => import('../pages/plugin-publish.ts'));

export const routes: readonly PageRoute[] = [
  { pattern: '', title: 'Overview', access: 'member', Page: Overview },
  // CodeTrackr's VS Code extension opens this address.
  { pattern: 'dashboard', title: 'Overview', access: 'member', Page: Overview },
  { pattern: 'day', title: 'Today', access: 'member', Page: Day },
  { pattern: 'day/:date', title: dayTitle, access: 'member', Page: Day },
  {
    pattern: 'projects',
    title: 'Projects',
    access: 'member',
    Page: lazyPage(() => import('../pages/projects.ts')),
  },
  ...valueRoutes('project', 'Unknown project'),
  ...valueRoutes('language', 'Unknown language'),
  ...valueRoutes('editor', 'Unknown editor'),
  ...valueRoutes('machine', 'Unknown machine'),
  ...valueRoutes('os', 'Unknown system'),
  ...valueRoutes('branch', 'No branch'),
  ...valueRoutes('category', 'Unknown kind of work'),
  {
    pattern: 'cteditor',
    title: 'Editor',
    access: 'member',
    Page: lazyPage(() => import('../pages/cteditor.ts')),
  },
  {
    pattern: 'plugin-store',
    title: 'Plugins',
    access: 'everybody',
    Page: lazyPage(() => import('../pages/plugin-store.ts')),
  },
  { pattern: 'plugin-store/publish', title: 'Publish a plugin', access: 'member', Page: Publish },
  {
    pattern: 'plugin-store/publish/:name',
    title: ({ name = '' }) => `Update ${name}`,
    access: 'member',
    Page: Publish,
  },
  {
    pattern: 'plugin/:name',
    title: ({ name = 'Plugin' }) => name,
    access: 'everybody',
    Page: lazyPage(() => import('../pages/plugin.ts')),
  },
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
  { pattern: 'docs', title: 'Documentation', access: 'everybody', Page: Docs },
  {
    pattern: 'docs/:page',
    title: ({ page = '' }) => titleOfDocs(page),
    access: 'everybody',
    Page: Docs,
  },
  {
    pattern: 'themes',
    title: 'Themes',
    access: 'member',
    Page: lazyPage(() => import('../pages/themes.ts')),
  },
  {
    pattern: 'admin',
    title: 'Administration',
    access: 'member',
    Page: lazyPage(() => import('../pages/admin.ts')),
  },
  { pattern: 'sign-in', title: 'Sign in', access: 'anyone', Page: SignInPage },
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
