/** Settings to paste, for every way of sending heartbeats here. Pure. */

export interface Snippet {
  id: string;
  /** On the tab. */
  label: string;
  /** How to install what sends, and where the settings go. */
  intro: string;
  /** The file or setting that it goes into; null for commands. */
  file: string | null;
  code: string;
}

/** Stands where the key goes until there is one. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

const WAKATIME_FILE = '~/.wakatime.cfg';

/** Editors whose WakaTime plugin reads one file; each says how to get the plugin. */
const wakatimeEditors: readonly { id: string; label: string; intro: string }[] = [
  {
    id: 'vscode',
    label: 'VS Code & forks',
    intro:
      'Install the extension “WakaTime” in VS Code, Cursor, Windsurf, VSCodium or Trae. It asks for a key: give it this one.',
  },
  {
    id: 'jetbrains',
    label: 'JetBrains',
    intro:
      'Install the plugin “WakaTime” under Settings, Plugins, in IntelliJ IDEA, PyCharm, WebStorm, GoLand, Rider, Android Studio and the others, then restart.',
  },
  {
    id: 'vim',
    label: 'Vim & Neovim',
    intro: "Add the plugin wakatime/vim-wakatime, for example with Plug 'wakatime/vim-wakatime'.",
  },
  {
    id: 'emacs',
    label: 'Emacs',
    intro:
      'Install wakatime-mode and wakatime-cli, then put (global-wakatime-mode) into your init file.',
  },
  { id: 'zed', label: 'Zed', intro: 'Install the extension “WakaTime” from Zed’s own list.' },
  {
    id: 'sublime',
    label: 'Sublime Text',
    intro: 'Install the package “WakaTime” with Package Control.',
  },
  {
    id: 'others',
    label: 'Xcode & others',
    intro:
      'Every WakaTime plugin reads this file: Xcode and other Mac apps (WakaTime for macOS), Visual Studio, Eclipse, Helix, Kate, terminals and many more.',
  },
];

/** `baseUrl` is this server's address without a slash at its end. */
export function listSnippets(baseUrl: string, key: string = KEY_PLACEHOLDER): Snippet[] {
  const wakatime = lines('[settings]', `api_url = ${baseUrl}/api/v1`, `api_key = ${key}`);
  return [
    ...wakatimeEditors.map((editor) => ({ ...editor, file: WAKATIME_FILE, code: wakatime })),
    {
      id: 'browser',
      label: 'Browser',
      intro:
        'Install WakaTime’s extension in Chrome, Firefox or Edge, and fill in these two in its options.',
      file: 'Options of the extension',
      code: lines(`API Key: ${key}`, `API URL: ${baseUrl}/api/v1`),
    },
    {
      id: 'beside',
      label: 'Beside another server',
      intro: 'Keeps the server you have and sends a copy of everything here.',
      file: WAKATIME_FILE,
      code: lines('[api_urls]', `.* = ${baseUrl}/api/v1|${key}`),
    },
    {
      id: 'codetrackr-vscode',
      label: 'CodeTrackr for VS Code',
      intro: 'For the CodeTrackr extension. VS Code, Cursor and Windsurf read the same settings.',
      file: 'settings.json',
      code: JSON.stringify({ 'codetrackr.baseUrl': baseUrl, 'codetrackr.apiKey': key }, null, 2),
    },
    {
      id: 'codetrackr-zed',
      label: 'CodeTrackr for Zed',
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
