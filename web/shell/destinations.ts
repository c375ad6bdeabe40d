import {
  Blocks,
  ChartNoAxesColumn,
  FolderGit2,
  type IconNode,
  Plug,
  Shield,
  SquareCode,
  User,
} from 'lucide';
import type { RoutePattern } from '../routing.ts';

export interface Destination {
  path: string;
  label: string;
  icon: IconNode;
  /** Second key of its shortcut: `g` then this. */
  key: string;
  /** First segments of addresses that belong to it, beside its own. */
  parts?: readonly string[];
  isForAdmins?: boolean;
  /** Not in the bar of a phone, where there is room for five. */
  isForWide?: boolean;
}

const DESTINATIONS: readonly Destination[] = [
  { path: '', label: 'Overview', icon: ChartNoAxesColumn, key: 'o', parts: ['dashboard', 'day'] },
  { path: 'projects', label: 'Projects', icon: FolderGit2, key: 'p', parts: ['project'] },
  { path: 'plugin-store', label: 'Plugins', icon: Blocks, key: 'l', parts: ['plugin'] },
  { path: 'cteditor', label: 'Editor', icon: SquareCode, key: 'e', isForWide: true },
  { path: 'connect', label: 'Connect', icon: Plug, key: 'c' },
  { path: 'account', label: 'Account', icon: User, key: 'a', parts: ['themes'] },
  { path: 'admin', label: 'Admin', icon: Shield, key: 'm', isForAdmins: true, isForWide: true },
];

interface Route extends RoutePattern {
  access: 'member' | 'everybody' | 'anyone';
}

/** Where a person can go, in the rail's order: what has a page, and what is theirs. */
export function listDestinations(
  routes: readonly Route[],
  { isMember, isAdmin }: { isMember: boolean; isAdmin: boolean },
): Destination[] {
  return DESTINATIONS.filter(({ path, isForAdmins }) => {
    const route = routes.find(({ pattern }) => pattern === path);
    if (!route || (isForAdmins && !isAdmin)) return false;
    return isMember || route.access === 'everybody';
  });
}

/** Whether the page shown (by its route's pattern) belongs to this destination. */
export function isWithin({ path, parts = [] }: Destination, pattern: string | null): boolean {
  if (pattern === null) return false;
  const [first = ''] = pattern.split('/');
  return first === path || parts.includes(first);
}
