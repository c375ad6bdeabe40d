import { describe, expect, test } from 'bun:test';
import * as linguist from 'linguist-languages';
import { contentHash, parseKey, toKey } from './content-hash.ts';
import {
  collectExtra,
  DEPENDENCY_LENGTH,
  DEPENDENCY_LIMIT,
  EXTRA_DEPTH,
  EXTRA_JSON_LENGTH,
  EXTRA_TEXT_LENGTH,
  parseExtra,
} from './extra.ts';
import { COLUMN_LENGTH, isProblem, PATH_LENGTH } from './fields.ts';
import type { Heartbeat } from './heartbeat.ts';
import { buildLanguages } from './language.ts';
import { parseCodetrackr } from './parse-codetrackr.ts';
import { parseWakatime } from './parse-wakatime.ts';

const context = {
  nowSeconds: 1_800_000_000,
  languages: buildLanguages(Object.values(linguist)),
  defaultClaimSeconds: null,
  userAgent: '',
  machine: '',
};

function codetrackr(fields: object): Heartbeat {
  const parsed = parseCodetrackr({ project: 'p', ...fields }, context);
  if (isProblem(parsed)) throw new Error(parsed.error);
  return parsed;
}

function wakatime(fields: object, headers: Partial<typeof context> = {}): Heartbeat {
  const item = { entity: '/a/b.ts', time: 1_700_000_000, ...fields };
  const parsed = parseWakatime(item, { ...context, ...headers });
  if (isProblem(parsed)) throw new Error(parsed.error);
  return parsed;
}

describe('a CodeTrackr heartbeat', () => {
  test('needs no more than a project, which may be empty', () => {
    expect(codetrackr({})).toMatchObject({
      time: context.nowSeconds,
      project: 'p',
      file: null,
      language: null,
      category: 'coding',
      claimedSeconds: null,
      isWrite: false,
      extra: null,
    });
    expect(codetrackr({ project: '' }).project).toBe('');
    expect(parseCodetrackr({}, context)).toMatchObject({ field: 'project' });
  });

  test('`lang` and `language` are one field, and `lang` wins when both speak', () => {
    expect(codetrackr({ language: 'rust' }).language).toBe('Rust');
    expect(codetrackr({ lang: 'go', language: 'rust' }).language).toBe('Go');
    expect(codetrackr({ lang: '', language: 'rust' }).language).toBe('Rust');
  });

  test('without a language it is that of the file', () => {
    expect(codetrackr({ file: 'src/lib.rs' }).language).toBe('Rust');
    expect(codetrackr({ file: 'src/lib.rs', type: 'app' }).language).toBeNull();
  });

  test('empty strings are unknown, long ones are cut to their column', () => {
    const names = ['branch', 'commit', 'editor', 'os', 'machine', 'category'] as const;
    const paths = { file: 'file', workspace_root: 'workspaceRoot', package_path: 'packagePath' };
    const empty = codetrackr(Object.fromEntries(names.map((name) => [name, ''])));
    for (const name of names.slice(0, 5)) expect(empty[name]).toBeNull();
    const long = 'x'.repeat(PATH_LENGTH * 2);
    const fields = [...names, 'project', 'lang', ...Object.keys(paths)].map((name) => [name, long]);
    const parsed = codetrackr(Object.fromEntries(fields));
    for (const name of names) expect(parsed[name]).toHaveLength(COLUMN_LENGTH[name]);
    expect(parsed.project).toHaveLength(COLUMN_LENGTH.project);
    expect(parsed.language).toHaveLength(COLUMN_LENGTH.language);
    for (const path of ['file', 'workspaceRoot', 'packagePath'] as const) {
      expect(parsed[path]).toHaveLength(PATH_LENGTH);
    }
  });
});

describe('a WakaTime heartbeat', () => {
  test('claims nothing and is browsing on the web, coding elsewhere', () => {
    expect(wakatime({})).toMatchObject({ claimedSeconds: null, category: 'coding' });
    for (const type of ['url', 'domain']) {
      expect(wakatime({ type }).category).toBe('browsing');
    }
    expect(wakatime({ type: 'app', category: 'Meeting' }).category).toBe('meeting');
  });

  test('its own fields win over its user agent, that over the headers', () => {
    const headers = { userAgent: 'wakatime/1 (linux) go vim/9 vim-wakatime/1', machine: 'header' };
    expect(wakatime({}, headers)).toMatchObject({ editor: 'Vim', os: 'Linux', machine: 'header' });
    const user_agent = 'wakatime/1 (darwin-1) go zed/1 zed-wakatime/1';
    expect(wakatime({ user_agent }, headers)).toMatchObject({ editor: 'Zed', os: 'macOS' });
    const own = { user_agent, editor: 'Nova', operating_system: 'win32', machine: 'mine' };
    expect(wakatime(own, headers)).toMatchObject({
      editor: 'Nova',
      os: 'Windows',
      machine: 'mine',
    });
  });

  test('a browser’s or a script’s user agent in the header says nothing about the editor', () => {
    for (const userAgent of ['Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101', 'curl/8.5.0']) {
      expect(wakatime({}, { userAgent })).toMatchObject({ editor: null, os: null });
    }
  });
});

describe('identity', () => {
  const sent = { type: 'file', file: '/a/b.ts', project: 'p', time: 1_700_000_000 };
  const hash = (fields: object) => codetrackr({ ...sent, ...fields }).contentHash;

  test('every field that a total depends on is part of it', () => {
    const changes = [
      { file: 'other' },
      { project: 'q' },
      { lang: 'go' },
      { branch: 'dev' },
      { category: 'debugging' },
      { type: 'app' },
      { is_write: true },
      { duration: 60 },
      { editor: 'Vim' },
      { os: 'Linux' },
      { machine: 'box' },
    ];
    const hashes = new Set([{}, ...changes].map(hash));
    expect(hashes.size).toBe(changes.length + 1);
  });

  test('what no total needs is not: a resend by a newer client is a duplicate', () => {
    expect(hash({ lines: 5, ai_model: 'x', commit: 'abc' })).toBe(hash({}));
  });

  test('long texts that share their beginning stay apart', () => {
    const long = 'x'.repeat(5_000);
    expect(hash({ branch: `${long}a` })).not.toBe(hash({ branch: `${long}b` }));
  });

  test('is the same number for ever: stored keys depend on it', () => {
    const identity = {
      type: 'file',
      entity: '/a/b.ts',
      category: '',
      project: 'p',
      branch: '',
      language: '',
      isWrite: false,
      claimedSeconds: null,
      editor: '',
      os: '',
      machine: '',
    };
    expect(toKey(contentHash(identity))).toBe('331dbdca0d8126c8');
    expect(contentHash({ ...identity, type: '' })).toBe(contentHash(identity));
  });

  test('a key is 16 hex digits both ways', () => {
    for (const value of [0n, 1n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      expect(toKey(value)).toMatch(/^[0-9a-f]{16}$/);
      expect(parseKey(toKey(value))).toBe(value);
    }
    for (const text of ['', 'xyz', '0'.repeat(15), null, 5]) expect(parseKey(text)).toBeNull();
  });
});

describe('extra fields', () => {
  test('are bounded in number and length; unknown ones are dropped', () => {
    const extra = collectExtra({
      dependencies: Array.from({ length: 500 }, () => 'd'.repeat(1_000)),
      ai_session: 's'.repeat(1_000),
      lines: '7',
      lineno: null,
      junk: 'x',
    });
    expect(extra).toEqual({
      dependencies: Array.from({ length: DEPENDENCY_LIMIT }, () => 'd'.repeat(DEPENDENCY_LENGTH)),
      ai_session: 's'.repeat(EXTRA_TEXT_LENGTH),
      lines: 7,
    });
  });

  test('come back from an export as object or text, but not without bound or broken', () => {
    expect(parseExtra({ a: ['x\0', { b: 1 }] })).toEqual({ a: ['x', { b: 1 }] });
    expect(parseExtra('{"a":1}')).toEqual({ a: 1 });
    for (const value of ['', null, undefined, 5, '[1]', '{', [], 'null']) {
      expect(parseExtra(value)).toBeNull();
    }
    expect(parseExtra({ a: 'x'.repeat(EXTRA_JSON_LENGTH) })).toBeNull();
    const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
    expect(parseExtra(nested(EXTRA_DEPTH))).toEqual(nested(EXTRA_DEPTH) as Record<string, unknown>);
    expect(parseExtra(nested(EXTRA_DEPTH + 1))).toBeNull();
    const LEVELS_WITHIN_LENGTH = 6_000;
    const arrays = '['.repeat(LEVELS_WITHIN_LENGTH) + ']'.repeat(LEVELS_WITHIN_LENGTH);
    expect(parseExtra(`{"a":${arrays}}`)).toBeNull();
  });
});
