import { POWERSHELL_SCRIPT } from './setup-script-ps1.ts';
import { POSIX_SCRIPT } from './setup-script-sh.ts';

export type Shell = 'sh' | 'ps1';
/** `ask`: the shell's prompt, or its arguments, decide; PowerShell replaces then. */
export type SetupMode = 'ask' | 'replace' | 'beside';

interface SetupScript {
  shell: Shell;
  /** Checked by `parseBaseUrl`: nothing in it can leave its quotes. */
  baseUrl: string;
  /** One of ours, base64url. */
  token: string;
  mode: SetupMode;
}

const SAFE_TOKEN = /^[A-Za-z0-9_-]{1,256}$/;

/** What a token looks like; anything else never gets into a script. */
export function isTokenShaped(token: string): boolean {
  return SAFE_TOKEN.test(token);
}

export function toSetupScript({ shell, baseUrl, token, mode }: SetupScript): string {
  const script = shell === 'sh' ? POSIX_SCRIPT : POWERSHELL_SCRIPT;
  const defaultMode = shell === 'sh' ? '' : 'replace';
  return script
    .replace('@URL@', () => baseUrl)
    .replace('@TOKEN@', () => token)
    .replace('@MODE@', mode === 'ask' ? defaultMode : mode);
}

/** For a token that is used or too old: curl and irm would hide the sentence of an error status. */
export function toRefusalScript(shell: Shell): string {
  const sentence =
    'This set-up command was used or has run out. Make a new one on the Connect page of Hearthbeat.';
  return shell === 'sh'
    ? `#!/bin/sh\nprintf '%s\\n' '${sentence}' >&2\nexit 1\n`
    : `Write-Error '${sentence}'\n`;
}
