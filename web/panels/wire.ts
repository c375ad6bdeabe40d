/** Answers about panels, as src/plugins/routes-panels makes them. */
export interface Panel {
  panel: string;
  title: string;
  icon: string | null;
  widget_type: string | null;
  plugin_id: string;
  /** What runs; both null while a reviewer has accepted nothing. */
  version: string | null;
  script: string | null;
  latest_version: string;
  /** Their reviewer has not accepted the latest script yet. */
  update_waits: boolean;
  has_settings: boolean;
  /** Why its hooks and endpoints do not run; null while they do. */
  disabled_reason: string | null;
  columns: number | null;
  rows: number | null;
}

export interface PanelToken {
  token: string;
  expires_at: string;
}

export interface SettingsAnswer {
  /** Saved values over defaults. */
  settings: Record<string, unknown>;
  schema: unknown;
}
