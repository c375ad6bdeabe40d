/** The store's answers as its pages use them (src/plugins/shapes.ts), and small words about them. */
import { formatCount } from '../ui/format.ts';

export interface ListedPlugin {
  id: string;
  author_id: string;
  author_username: string | null;
  name: string;
  display_name: string;
  description: string | null;
  version: string;
  repository: string | null;
  icon: string | null;
  install_count: number;
  /** 0 while nobody rated. */
  avg_rating: number;
  rating_count: number;
  has_external_access: boolean;
  created_at: string;
}

export interface Card extends ListedPlugin {
  /** `lifecycle`: parts of it run on the server. */
  kinds: ('widget' | 'lifecycle')[];
  updated_at: string;
}

export interface StorePlugin extends ListedPlugin {
  script: string | null;
  widget_type: string | null;
  api_endpoint: string | null;
  settings_schema: unknown;
  is_published: boolean;
  is_banned: boolean;
  ban_reason: string | null;
}

/** What its script may do. */
export interface Access {
  hooks: string[];
  endpoints: string[];
  tables: string[];
  hosts: string[];
  uses_eval: boolean;
  widget: boolean;
}

export interface Review {
  username: string;
  body: string;
  /** 0 for none. */
  rating: number;
  created_at: string;
}

export interface Screenshot {
  id: string;
  url: string;
  caption: string | null;
  username: string;
  created_at: string;
}

export interface PluginDetail {
  plugin: StorePlugin;
  author_username: string;
  reviews: Review[];
  screenshots: Screenshot[];
  access: Access;
  readme: string | null;
  changelog: string | null;
  plugin_type: string;
  updated_at: string;
  dependencies: string[];
}

export interface Version {
  version: string;
  changelog: string | null;
  published_at: string;
}

/** `12 installs`, `no installs yet`. */
export function describeUse({
  install_count: installs,
}: Pick<ListedPlugin, 'install_count'>): string {
  return installs === 0 ? 'no installs yet' : formatCount(installs, 'install');
}

/** Where it runs: as the list says it of its cards. */
export function kindsOf({ hooks, endpoints, widget }: Access): Card['kinds'] {
  return [
    ...(widget ? (['widget'] as const) : []),
    ...(hooks.length > 0 || endpoints.length > 0 ? (['lifecycle'] as const) : []),
  ];
}
