import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { parseUserAgent } from './user-agent.ts';

const LINUX = 'wakatime/v1.102.1 (linux-5.15.0-91-generic-x86_64) go1.22.5';
const MAC = 'wakatime/v1.102.1 (darwin-23.4.0-arm64) go1.22.5';
const WSL = 'wakatime/v1.102.1 (linux-5.15.153.1-microsoft-standard-WSL2-x86_64) go1.22.5';
const WINDOWS = 'wakatime/v1.102.1 (windows-10.0.22631.3447-x86_64) go1.22.5';

/**
 * The vectors of spec/wakatime 1.11. Operating systems and editors: the same meaning as there under
 * our display names ("Macos" is macOS, "emacs" is Emacs, "vscode" is VS Code, "Claude" is Claude
 * Code). Models keep their version, which Wakapi drops: "opus" there is "opus-4.1-medium" here.
 */
const VECTORS: [string, string | null, string | null, string | null][] = [
  [
    'wakatime/13.0.7 (Linux-4.15.0-96-generic-x86_64-with-glibc2.4) Python3.8.0.final.0 GoLand/2019.3.4 GoLand-wakatime/11.0.1',
    'Linux',
    'GoLand',
    null,
  ],
  [`${LINUX} emacs-wakatime/1.0.2`, 'Linux', 'Emacs', null],
  [
    'wakatime/v1.90.0 (Linux-6.0.42-unknown) go1.21 KTextEditor/5.111.0 kate-wakatime/1.3.10',
    'Linux',
    'Kate',
    null,
  ],
  ['Chrome/111.0.0.0 chrome-wakatime/3.0.6', null, 'Chrome', null],
  ['Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/3.0.17', 'Linux', 'Chrome', null],
  [`${LINUX} neovim/900 vim-wakatime/11.1.1`, 'Linux', 'Neovim', null],
  [`${WINDOWS} Notepad++/unknown windows-wakatime/0.5.0`, 'Windows', 'Notepad++', null],
  [`${WSL} cursor/1.93.1 vscode-wakatime/24.9.2`, 'WSL', 'Cursor', null],
  ['HBuilder X/4.56 (Windows_NT 10.0.26100)', 'Windows', 'HBuilder X', null],
  [
    `${LINUX} helix/25.07.1 (74075bb5) wakatime-ls/0.2.2 helix-wakatime/0.2.2`,
    'Linux',
    'Helix',
    null,
  ],
  [`${MAC} windsurf/1.99.3 vscode-wakatime/25.1.1`, 'macOS', 'Windsurf', null],
  [`${LINUX} Claude/2.1.118 jetbrains/PyCharm/2023.1`, 'Linux', 'Claude Code', null],
  [`${WSL} claude-code-wakatime/2.1.0`, 'WSL', 'Claude Code', null],
  // Wakapi finds no editor here; we know the name.
  [`${MAC} claude-code`, 'macOS', 'Claude Code', null],
  [
    `${LINUX} opus/4.1-medium claude-code/2.1.45 vscode-wakatime/24.8.0`,
    'Linux',
    'Claude Code',
    'opus-4.1-medium',
  ],
  [`${LINUX} gpt/5.5-high codex-cli/0.141.0`, 'Linux', 'Codex CLI', 'gpt-5.5-high'],
  [`${LINUX} gpt/5 github-copilot-cli/1.2.3 copilot/4.5.6`, 'Linux', 'GitHub Copilot CLI', 'gpt-5'],
  [`${LINUX} M/3.0 claude-code/2.1.45`, 'Linux', 'Claude Code', 'M-3.0'],
  [`${LINUX} composer/2.5 Cursor/1.105.1`, 'Linux', 'Cursor', 'composer-2.5'],
  [`${LINUX} swe/1.5 Windsurf/1.99.3 vscode-wakatime/25.1.1`, 'Linux', 'Windsurf', 'swe-1.5'],
  [
    `${LINUX} gemini/3-flash-preview vscode/1.95.3 vscode-wakatime/24.8.0`,
    'Linux',
    'VS Code',
    'gemini-3-flash-preview',
  ],
  [
    `${LINUX} gemini/2.0-flash antigravity-cli/1.0.10 antigravity-cli-wakatime/1.0.0`,
    'Linux',
    'Antigravity CLI',
    'gemini-2.0-flash',
  ],
  [`${LINUX} gpt/5.2 opencode-cli/1.0.0`, 'Linux', 'OpenCode', 'gpt-5.2'],
  [
    `${LINUX} claude-3-5-sonnet/20241022 grok-build/1.0.0`,
    'Linux',
    'Grok Build',
    'claude-3-5-sonnet-20241022',
  ],
  [`${LINUX} qwen/3-coder-plus qwen-code-cli/1.0.0`, 'Linux', 'Qwen Code', 'qwen-3-coder-plus'],
  // Wakapi answers an error to these two; a heartbeat with an unknown editor is still a heartbeat.
  ['', null, null, null],
  ['wakatime/1.0', null, null, null],
];

describe('user agents', () => {
  test.each(VECTORS)('%s', (text, os, editor, aiModel) => {
    expect(parseUserAgent(text)).toMatchObject({ os, editor, aiModel });
  });

  test('name the plugin and the versions', () => {
    expect(parseUserAgent(`${LINUX} vscode/1.95.3 vscode-wakatime/24.8.0`)).toEqual({
      editor: 'VS Code',
      editorVersion: '1.95.3',
      os: 'Linux',
      plugin: 'vscode-wakatime/24.8.0',
      aiModel: null,
    });
  });

  test('an editor that is not known keeps its own spelling', () => {
    expect(parseUserAgent(`${LINUX} MyEdit/1 MyEdit-wakatime/2`).editor).toBe('MyEdit');
  });

  test.each([
    ['Firefox/121 mac_arm64 firefox-wakatime/4.0.0', 'macOS'],
    ['Chrome/121 win_x86-64 chrome-wakatime/4.0.0', 'Windows'],
    ['wakatime/v2 (freebsd-14.0) go1.25 vim/9 vim-wakatime/11', 'FreeBSD'],
  ])('%s runs on %s', (text, os) => expect(parseUserAgent(text).os).toBe(os));

  test('any text is read without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        parseUserAgent(text);
      }),
    );
  });
});
