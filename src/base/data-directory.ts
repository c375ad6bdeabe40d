/** The folder that holds everything that this instance keeps. */
import { accessSync, constants, mkdirSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AppError, messageOf } from './errors.ts';
import type { Log } from './log.ts';

const OWNER_ONLY = 0o700;

/** `statfs` types on which a database loses data sooner or later. */
const NETWORK_FILE_SYSTEMS = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
]);

export interface Ownership {
  uid: number;
  gid: number;
}

/** The sentence for a folder that belongs to somebody else. Pure, so that it can be tested. */
export function unwritableSentence(folder: string, owner: Ownership, self: Ownership): string {
  return `The data folder ${folder} cannot be written by user ${self.uid}: it belongs to user ${owner.uid}. Run "chown -R ${self.uid}:${self.gid} ${folder}" on the host, or start with --user ${owner.uid}:${owner.gid}, or choose another folder with --data.`;
}

/** The folder, or the nearest one above it that exists. */
function nearestExisting(path: string): string {
  try {
    statSync(path);
    return path;
  } catch {
    return path === dirname(path) ? path : nearestExisting(dirname(path));
  }
}

function toError(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code !== 'EACCES' && code !== 'EPERM') {
    return new AppError(
      'invalid',
      `The data folder ${path} cannot be used: ${messageOf(cause)}. Choose another one with --data.`,
      { cause },
    );
  }
  const folder = nearestExisting(path);
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  return new AppError('forbidden', unwritableSentence(folder, statSync(folder), self), { cause });
}

/**
 * Makes the folder if it is missing, for its owner only, and checks that it can be written.
 * Throws an `AppError` with the command that mends it.
 */
export function prepareDataDirectory(path: string, log: Log): void {
  try {
    mkdirSync(path, { recursive: true, mode: OWNER_ONLY });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw toError(path, cause);
  }
  const network = NETWORK_FILE_SYSTEMS.get(statfsSync(path).type >>> 0);
  if (network) {
    log.warn(
      `the data folder lies on ${network}, where a database loses data sooner or later; put it on a local disk`,
      { path },
    );
  }
}
