import { existsSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { isCompiled } from '../base/resources.ts';
import { FRAME, type Frame, openFrameReader, toFrame } from './frames.ts';
import { FRAME_BYTES } from './limits.ts';
import type { SandboxProfile } from './profile.ts';

/** The hidden command that makes this program a sandbox's child (src/main.ts). */
export const CHILD_COMMAND = 'sandbox-child';

/**
 * Of the child, against the server's 0; and while a run is long. Beside two endless loops the
 * server's 99th percentile of waiting was half as long with 19 as with 10.
 */
export const NICENESS = 10;
export const LONG_RUN_NICENESS = 19;

/** CPU seconds after which the kernel ends a child, even one whose parent is gone. */
export const CHILD_CPU_SECONDS = 600;
const CHILD_FILES = 64;
/** For the engine's recursion: a guest's 512 KB of stack need more than 5 MB of the host's. */
const CHILD_STACK_KIB = 65_536;
const ENGINE_STACK_BYTES = 60_000_000;

const SHELL = '/bin/sh';
/** A bound that the system does not know, or that is lower already, is no reason not to start. */
const LIMITS = [
  'ulimit -c 0',
  'ulimit -f 0',
  `ulimit -n ${CHILD_FILES}`,
  `ulimit -t ${CHILD_CPU_SECONDS}`,
  `ulimit -s ${CHILD_STACK_KIB}`,
].map((limit) => `${limit} 2>/dev/null`);

function toCommand(): string[] {
  const program = isCompiled
    ? [process.execPath, CHILD_COMMAND]
    : [process.execPath, join(import.meta.dir, '../main.ts'), CHILD_COMMAND];
  if (!existsSync(SHELL)) return program;
  return [SHELL, '-c', `${LIMITS.join('; ')}; exec "$@"`, SHELL, ...program];
}

/** Nothing of the server's own: the guest sees UTC, and Bun reads no settings. */
const ENVIRONMENT = { TZ: 'UTC', BUN_JSC_maxPerThreadStackUsage: String(ENGINE_STACK_BYTES) };

/** A sandbox's child, seen from the server. */
export interface ChildProcess {
  readonly pid: number;
  send(type: number, text: string): void;
  /** Leaves the processor to others for now, or no longer. */
  setLong(isLong: boolean): void;
  /** At once and without asking; `onExit` follows. */
  kill(): void;
  /** Settles after `onExit`. */
  readonly closed: Promise<void>;
}

interface ChildOptions {
  profile: SandboxProfile;
  onFrame(frame: Frame): void;
  /** Once, after the last frame. */
  onExit(): void;
}

/** Starts a child: without the server's environment, in `/` (Bun would read a `.env`), niced. */
export function openChildProcess({ profile, onFrame, onExit }: ChildOptions): ChildProcess {
  const child = Bun.spawn(toCommand(), {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'ignore',
    cwd: '/',
    env: ENVIRONMENT,
  });
  let niceness = 0;
  function setNiceness(wanted: number): void {
    if (niceness === wanted) return;
    niceness = wanted;
    try {
      setPriority(child.pid, wanted);
    } catch {
      // It has ended, which `onExit` says, or the system forbids it: without rights it only rises.
    }
  }
  setNiceness(NICENESS);

  function send(type: number, text: string): void {
    // A child that was killed leaves a broken pipe; its exit is what counts.
    const ignore = () => {};
    try {
      Promise.resolve(child.stdin.write(toFrame(type, text))).catch(ignore);
      Promise.resolve(child.stdin.flush()).catch(ignore);
    } catch {
      ignore();
    }
  }

  async function read(): Promise<void> {
    const reader = openFrameReader(FRAME_BYTES);
    try {
      for await (const bytes of child.stdout) {
        for (const frame of reader.push(bytes)) onFrame(frame);
      }
    } catch {
      // No frame of ours: whatever wrote it must not go on.
      child.kill('SIGKILL');
    }
    await child.exited;
    onExit();
  }

  send(FRAME.profile, JSON.stringify(profile));
  return {
    pid: child.pid,
    send,
    setLong: (isLong) => setNiceness(isLong ? LONG_RUN_NICENESS : NICENESS),
    kill: () => child.kill('SIGKILL'),
    closed: read(),
  };
}
