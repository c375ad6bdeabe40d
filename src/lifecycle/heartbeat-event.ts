import { SECOND_MS } from '../base/time.ts';
import type { Heartbeat } from '../heartbeats/heartbeat.ts';

/** What `on_heartbeat` gets as its second argument. */
export interface HeartbeatEvent {
  /** As documented (seeds, "The heartbeat object"): '' where the editor said nothing. */
  project: string;
  language: string;
  file: string;
  editor: string;
  branch: string;
  os: string;
  machine: string;
  /** Seconds that the editor claims; 0 when it leaves that to the gap rule. */
  duration: number;
  /** Unix seconds. */
  time: number;
  /** What CodeTrackr's own hooks pass besides (spec/codetrackr 3.1). */
  user_id: string;
  commit: string;
  workspace_root: string;
  package_path: string;
  duration_seconds: number;
  is_write: boolean;
  /** ISO 8601 with Z. */
  recorded_at: string;
}

export function toHeartbeatEvent(userId: string, heartbeat: Heartbeat): HeartbeatEvent {
  const duration = heartbeat.claimedSeconds ?? 0;
  return {
    project: heartbeat.project,
    language: heartbeat.language ?? '',
    file: heartbeat.file ?? '',
    editor: heartbeat.editor ?? '',
    branch: heartbeat.branch ?? '',
    os: heartbeat.os ?? '',
    machine: heartbeat.machine ?? '',
    duration,
    time: heartbeat.time,
    user_id: userId,
    commit: heartbeat.commit ?? '',
    workspace_root: heartbeat.workspaceRoot ?? '',
    package_path: heartbeat.packagePath ?? '',
    duration_seconds: Math.round(duration),
    is_write: heartbeat.isWrite,
    recorded_at: new Date(heartbeat.time * SECOND_MS).toISOString(),
  };
}
