import { expect, test } from 'bun:test';
import { KEY_PLACEHOLDER, listSnippets } from './snippets.ts';

const snippets = listSnippets('http://host:8080/hb', 'waka_abc');
const code = (id: string) => snippets.find((snippet) => snippet.id === id)?.code;

test('every snippet holds the address and the key', () => {
  for (const snippet of snippets) {
    expect(snippet.code).toContain('http://host:8080/hb');
    expect(snippet.code).toContain('waka_abc');
    expect(snippet.code).not.toContain(KEY_PLACEHOLDER);
  }
});

test('without a key, every snippet shows where it goes', () => {
  for (const snippet of listSnippets('http://host'))
    expect(snippet.code).toContain(KEY_PLACEHOLDER);
});

test('WakaTime plugins get the settings that they read', () => {
  for (const id of ['vscode', 'jetbrains', 'vim', 'emacs', 'zed', 'sublime', 'others']) {
    expect(code(id)).toBe('[settings]\napi_url = http://host:8080/hb/api/v1\napi_key = waka_abc');
  }
});

test('running beside another server uses one line of pattern, address and key', () => {
  expect(code('beside')).toBe('[api_urls]\n.* = http://host:8080/hb/api/v1|waka_abc');
});

test('CodeTrackr for VS Code gets JSON', () => {
  expect(JSON.parse(code('codetrackr-vscode') ?? '')).toEqual({
    'codetrackr.baseUrl': 'http://host:8080/hb',
    'codetrackr.apiKey': 'waka_abc',
  });
});

test('no two tabs are the same', () => {
  expect(new Set(snippets.map(({ id }) => id)).size).toBe(snippets.length);
  expect(new Set(snippets.map(({ label }) => label)).size).toBe(snippets.length);
});
