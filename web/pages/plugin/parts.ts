/** The parts of a plugin's page, and what the address says of them. Pure. */
import type { PluginDetail } from '../../store/plugins.ts';
import { readSettingsSchema } from '../../ui/schema-values.ts';

export type Part = 'about' | 'versions' | 'reviews' | 'source' | 'settings' | 'runs' | 'errors';

export interface PartLink {
  part: Part;
  label: string;
}

interface Reader {
  isInstalled: boolean;
  isAuthor: boolean;
}

/** What this person can look at: settings and runs of what they have installed, errors of their own. */
export function listParts(
  { plugin, reviews, access }: PluginDetail,
  { isInstalled, isAuthor }: Reader,
): PartLink[] {
  const runsOnServer = access.hooks.length > 0 || access.endpoints.length > 0;
  const parts: (PartLink | false)[] = [
    { part: 'about', label: 'About' },
    isInstalled &&
      readSettingsSchema(plugin.settings_schema) !== null && {
        part: 'settings',
        label: 'Settings',
      },
    isInstalled && runsOnServer && { part: 'runs', label: 'Runs' },
    { part: 'reviews', label: reviews.length > 0 ? `Reviews (${reviews.length})` : 'Reviews' },
    { part: 'versions', label: 'Versions' },
    { part: 'source', label: 'Source' },
    isAuthor && access.widget && { part: 'errors', label: 'Errors' },
  ];
  return parts.filter((part) => part !== false);
}

export function readPart(query: URLSearchParams, parts: readonly PartLink[]): Part {
  return parts.find(({ part }) => part === query.get('show'))?.part ?? 'about';
}

/** `plugin/x?show=reviews` */
export function partAddress(name: string, part: Part): string {
  return part === 'about' ? `plugin/${name}` : `plugin/${name}?show=${part}`;
}
