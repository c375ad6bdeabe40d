/** Answers that this page reads; the server's shapes are in src/plugins and src/lifecycle. */

export interface RunAnswer {
  success: boolean;
  stderr: string;
  logs: readonly { level: 'log' | 'warn' | 'error'; text: string }[];
  dropped_logs: number;
  result: unknown;
  error: {
    kind: string;
    message: string;
    line: number | null;
    column: number | null;
  } | null;
  exit_code: number;
  duration_ms: number;
}

export interface TokenAnswer {
  token: string;
}

export interface OwnPlugin {
  id: string;
  author_username: string | null;
  name: string;
  display_name: string;
  description: string | null;
  version: string;
  repository: string | null;
  icon: string | null;
  script: string | null;
  widget_type: string | null;
  settings_schema: unknown;
  is_banned: boolean;
  ban_reason: string | null;
}

export interface PluginDetail {
  readme: string | null;
  plugin_type: string;
}

/** What a script may do, found by the server. */
export interface Access {
  hooks: readonly string[];
  endpoints: readonly string[];
  tables: readonly string[];
  hosts: readonly string[];
  uses_eval: boolean;
  widget: boolean;
}

export interface PublishAnswer {
  plugin: OwnPlugin;
  access: Access;
}
