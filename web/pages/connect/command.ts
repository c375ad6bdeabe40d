/** The one-line set-up command. Pure. */

export type SetupShell = 'sh' | 'ps1';
/** What becomes of a server that the editor's settings name already. */
export type PresentServer = 'replace' | 'beside';

export interface SetupCommand {
  baseUrl: string;
  token: string;
  present: PresentServer;
}

/**
 * The command for a shell. Without a mode the script asks when it finds another server and somebody
 * sits at the terminal; PowerShell never asks.
 */
export function toSetupCommand(
  shell: SetupShell,
  { baseUrl, token, present }: SetupCommand,
): string {
  const address = `${baseUrl}/setup.${shell}?token=${token}${present === 'beside' ? '&mode=beside' : ''}`;
  return shell === 'sh' ? `curl -fsS '${address}' | sh` : `irm '${address}' | iex`;
}
