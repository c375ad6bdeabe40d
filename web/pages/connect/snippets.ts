/** Settings to paste, for every way of sending heartbeats here. Pure. */

export interface Snippet {
  id: string;
  /** On the tab. */
  label: string;
  /** What this is for, and where it goes. */
  intro: string;
  /** The file or setting that it goes into; null for commands. */
  file: string | null;
  code: string;
}

/** Stands where the key goes until there is one. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

/** `baseUrl` is this server's address without a slash at its end. */
export function listSnippets(baseUrl: string, key: string = KEY_PLACEHOLDER): Snippet[] {
  return [
    {
      id: 'wakatime',
      label: 'WakaTime plugins',
      intro:
        'Works with the WakaTime plugin of every editor: JetBrains, Vim, Sublime, Emacs and more.',
      file: '~/.wakatime.cfg',
      code: lines('[settings]', `api_url = ${baseUrl}/api/v1`, `api_key = ${key}`),
    },
    {
      id: 'beside',
      label: 'Beside another server',
      intro: 'Keeps the server you have and sends a copy of everything here.',
      file: '~/.wakatime.cfg',
      code: lines('[api_urls]', `.* = ${baseUrl}/api/v1|${key}`),
    },
    {
      id: 'vscode',
      label: 'VS Code',
      intro: 'For the CodeTrackr extension. VS Code, Cursor and Windsurf read the same settings.',
      file: 'settings.json',
      code: JSON.stringify({ 'codetrackr.baseUrl': baseUrl, 'codetrackr.apiKey': key }, null, 2),
    },
    {
      id: 'zed',
      label: 'Zed',
      intro: 'For the CodeTrackr extension. It reads the environment of the shell that starts Zed.',
      file: '~/.profile',
      code: lines(`export CODETRACKR_BASE_URL="${baseUrl}"`, `export CODETRACKR_API_KEY="${key}"`),
    },
    {
      id: 'curl',
      label: 'curl',
      intro: 'Sends one heartbeat of one minute: the quickest way to see that it works.',
      file: null,
      code: lines(
        `curl ${baseUrl}/api/v1/heartbeat \\`,
        `  -H 'X-API-Key: ${key}' \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d '{"project":"hello","language":"Shell","editor":"curl","duration":60}'`,
      ),
    },
  ];
}

function lines(...text: string[]): string {
  return text.join('\n');
}
