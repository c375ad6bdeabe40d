import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';
import { reactTo } from './testing-client.ts';

const BULK = '/api/v1/users/current/heartbeats.bulk';
const SINGLE = '/api/v1/users/current/heartbeats';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LINUX = 'wakatime/v1.102.1 (linux-5.15.0-91-generic-x86_64) go1.22.5';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const item = (time: number, more: object = {}) => ({
  entity: '/home/me/web/src/main.ts',
  type: 'file',
  time,
  project: 'web',
  branch: 'main',
  language: 'TypeScript',
  category: null,
  is_write: false,
  user_agent: `${LINUX} vscode/1.95.3 vscode-wakatime/24.8.0`,
  ...more,
});

describe('the fake client follows spec/wakatime 7.6', () => {
  const ok = (data: unknown = null) => [{ data }, 201];
  const body = (...responses: unknown[]) => JSON.stringify({ responses });
  test.each([
    ['all ok', 3, 201, body(ok(), ok(), ok()), { queued: 0, exit: 0 }],
    ['200', 3, 200, body(ok(), ok(), ok()), { queued: 3, exit: 102 }],
    ['400', 3, 400, '{"error":"x"}', { queued: 3, exit: 1 }],
    ['401', 3, 401, '{"error":"x"}', { queued: 3, exit: 104 }],
    ['429', 3, 429, '', { queued: 3, exit: 102 }],
    ['500', 3, 500, '', { queued: 3, exit: 102 }],
    ['mixed', 3, 201, body(ok(), [{ error: 'x' }, 400], [{ error: 'x' }, 500]), { queued: 1 }],
    ['two pairs for three', 3, 201, body(ok(), ok()), { queued: 1 }],
    ['a status as text', 1, 201, body([{ data: null }, '201']), { queued: 1, exit: 102 }],
    ['an error without error', 2, 201, body(ok(), [{ message: 'x' }, 400]), { queued: 2 }],
    ['an unknown category', 1, 201, body(ok({ category: 'brand new' })), { queued: 1 }],
  ])('%s', (_name, sent, status, text, reaction) => {
    expect(reactTo(sent, status, text)).toMatchObject(reaction);
  });
});

describe('what a client does with our answers', () => {
  test('all good: nothing is left in its queue, and a resend gets the same ids', async () => {
    const { key } = await house.addPerson();
    const body = [item(1_700_000_000.123), item(1_700_000_060.5), item(1_700_000_120)];
    const first = await house.call('POST', BULK, { key, body });
    expect(reactTo(3, first.status, first.text)).toEqual({ queued: 0, dropped: 0, exit: 0 });
    for (const [answer] of first.json.responses) {
      expect(Object.keys(answer)).toEqual(['data']);
      expect(answer.data.id).toMatch(UUID);
    }
    const again = await house.call('POST', BULK, { key, body });
    expect(again.text).toBe(first.text);
    expect(await house.exported(key)).toHaveLength(3);
  });

  test('a poisoned item is dropped for good and its neighbours are stored', async () => {
    const { key } = await house.addPerson();
    const bad = [null, 'x', {}, item(5), item(9e9), item(1_700_000_000, { entity: '' })];
    const body = [item(1_700_000_000), ...bad, item(1_700_000_060, { category: 'brand new' })];
    const { status, text, json } = await house.call('POST', BULK, { key, body });
    expect(reactTo(body.length, status, text)).toEqual({ queued: 0, dropped: 6, exit: 0 });
    expect(json.responses.map(([, code]: [unknown, number]) => code)).toEqual([
      201, 400, 400, 400, 400, 400, 400, 201,
    ]);
    expect(await house.exported(key)).toHaveLength(2);
  });

  test('only bad items: still one pair each, so that the queue does not stick', async () => {
    const { key } = await house.addPerson();
    const { status, text } = await house.call('POST', BULK, { key, body: [{}, {}, {}] });
    expect(reactTo(3, status, text)).toEqual({ queued: 0, dropped: 3, exit: 0 });
  });

  test('a wrong key asks for a new one; a broken body is the only whole-batch 400', async () => {
    const { key } = await house.addPerson();
    const wrong = await house.call('POST', BULK, {
      headers: { authorization: `Basic ${btoa('00000000-0000-4000-8000-000000000000')}` },
      body: [item(1_700_000_000)],
    });
    expect(reactTo(1, wrong.status, wrong.text).exit).toBe(104);
    const broken = await house.call('POST', BULK, { key, body: '[{"entity":' });
    expect(reactTo(1, broken.status, broken.text).exit).toBe(1);
  });

  test('any JSON gets one pair per item, never a 500', async () => {
    const { key } = await house.addPerson();
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.record(
        Object.fromEntries(
          [
            ...['entity', 'type', 'time', 'category', 'project', 'branch', 'language', 'is_write'],
            ...['user_agent', 'plugin', 'dependencies', 'lines', 'ai_model', 'X-Machine-Name'],
          ].map((name) => [
            name,
            fc.oneof(
              fc.jsonValue(),
              fc.string({ unit: 'binary' }),
              fc.constantFrom('<<LAST_PROJECT>>', '<<LAST_LANGUAGE>>', '<<LAST_BRANCH>>'),
              fc.double({ min: 9e8, max: 2e9 }),
            ),
          ]),
        ),
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 6 }), fc.boolean(), async (items, twice) => {
        const text = JSON.stringify([...items, item(1_700_000_000)]);
        const body = twice ? JSON.stringify(text) : text;
        const answer = await house.call('POST', BULK, { key, body });
        expect(answer.status).toBe(201);
        expect(reactTo(items.length + 1, answer.status, answer.text).queued).toBe(0);
        expect(answer.json.responses).toHaveLength(items.length + 1);
        expect(answer.json.responses.at(-1)[1]).toBe(201);
      }),
      { numRuns: 150 },
    );
  });
});

describe('body forms (spec/wakatime 1.5)', () => {
  test('one object on the bulk route is one pair', async () => {
    const { key } = await house.addPerson();
    const { status, text } = await house.call('POST', BULK, { key, body: item(1_700_000_000) });
    expect(reactTo(1, status, text).queued).toBe(0);
  });

  test('one object on the single route is 201 with its id; a bad one is 400', async () => {
    const { key } = await house.addPerson();
    const good = await house.call('POST', SINGLE, { key, body: item(1_700_000_000) });
    expect(good.status).toBe(201);
    expect(good.json).toEqual({ data: { id: expect.stringMatching(UUID) } });
    const bad = await house.call('POST', SINGLE, { key, body: item(12) });
    expect(bad.status).toBe(400);
    expect(bad.json.error).toContain('2000');
    const array = await house.call('POST', SINGLE, { key, body: [item(1_700_000_001)] });
    expect(reactTo(1, array.status, array.text).queued).toBe(0);
  });

  test('JSON encoded twice, as VS Code for the web sends it', async () => {
    const { key } = await house.addPerson();
    const { user_agent: _, ...rest } = item(1_700_000_000);
    const plugin = { ...rest, plugin: 'vscode/1.95.3 vscode-wakatime/24.8.0' };
    const text = JSON.stringify(JSON.stringify([{ ...plugin, 'X-Machine-Name': 'vscode.dev' }]));
    const answer = await house.call('POST', `${BULK}?api_key=${key}`, { body: text });
    expect(reactTo(1, answer.status, answer.text).queued).toBe(0);
    expect(await house.exported(key)).toMatchObject([
      {
        editor: 'VS Code',
        machine: 'vscode.dev',
        extra: { plugin: 'vscode-wakatime/24.8.0', editor_version: '1.95.3' },
      },
    ]);
  });

  test('text/plain with time as text, as browsers send it', async () => {
    const { key } = await house.addPerson();
    const body = JSON.stringify([
      {
        id: crypto.randomUUID(),
        entity: 'https://example.org/page',
        type: 'url',
        time: '1700000000.25',
        project: '<<LAST_PROJECT>>',
        branch: '<<LAST_BRANCH>>',
        language: '<<LAST_LANGUAGE>>',
        plugin: 'Chrome/114.0.0.0 linux_x86-64 chrome-wakatime/3.0.17',
      },
    ]);
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    const answer = await house.call('POST', BULK, { key, body, headers });
    expect(reactTo(1, answer.status, answer.text).queued).toBe(0);
    expect(await house.exported(key)).toMatchObject([
      {
        time: '2023-11-14T22:13:20.250000Z',
        project: '',
        branch: null,
        language: null,
        category: 'browsing',
        editor: 'Chrome',
        os: 'Linux',
        type: 'url',
      },
    ]);
  });

  test('NUL, numbers as text, epochs in other units, AI fields', async () => {
    const { key } = await house.addPerson();
    const body = [
      item(1_700_000_000_000, { project: 'we\0b', lines: '12', lineno: 3 }),
      item(1_700_000_060_000_000, { ai_input_tokens: 100, ai_session: 's\0 1' }),
      item(1_700_000_120, {
        user_agent: `${LINUX} opus/4.1-medium claude-code/2.1.45 vscode-wakatime/24.8.0`,
        category: 'ai coding',
        dependencies: Array.from({ length: 500 }, (_, index) => `lib${index}`),
      }),
    ];
    const answer = await house.call('POST', BULK, { key, body });
    expect(reactTo(3, answer.status, answer.text).queued).toBe(0);
    const rows = await house.exported(key);
    expect(rows).toMatchObject([
      { time: '2023-11-14T22:13:20.000000Z', project: 'web', extra: { lines: 12, lineno: 3 } },
      { time: '2023-11-14T22:14:20.000000Z', extra: { ai_input_tokens: 100, ai_session: 's 1' } },
      {
        editor: 'Claude Code',
        category: 'ai coding',
        extra: { ai_model: 'opus-4.1-medium', plugin: 'vscode-wakatime/24.8.0' },
      },
    ]);
    expect(rows[2].extra.dependencies).toHaveLength(100);
  });
});

describe('headers', () => {
  test('X-Machine-Name is decoded; the user agent of the request fills in', async () => {
    const { key } = await house.addPerson();
    const { user_agent: _, ...body } = item(1_700_000_000);
    await house.call('POST', BULK, {
      key,
      body: [body],
      headers: {
        'x-machine-name': 'J%C3%BCrgen%27s+box',
        'user-agent': `${LINUX} neovim/900 vim-wakatime/11.1.1`,
      },
    });
    expect(await house.exported(key)).toMatchObject([
      { machine: "Jürgen's box", editor: 'Neovim', os: 'Linux', category: 'coding' },
    ]);
  });

  test('Timezone sets the zone of somebody who chose none, once', async () => {
    const person = await house.addPerson();
    const zoneOf = async () => (await house.users.accounts.get(person.id)).timezone;
    const send = async (timezone: string, time: number) =>
      house.call('POST', BULK, { key: person.key, body: [item(time)], headers: { timezone } });
    expect((await send('Not/AZone', 1_700_000_000)).status).toBe(201);
    expect(await zoneOf()).toBe('UTC');
    await send('Europe/Berlin', 1_700_000_060);
    expect(await zoneOf()).toBe('Europe/Berlin');
    await send('Asia/Tokyo', 1_700_000_120);
    expect(await zoneOf()).toBe('Europe/Berlin');
  });
});

describe('whose heartbeats', () => {
  test.each(['id', 'name', 'NAME'])('the caller by %s', async (form) => {
    const person = await house.addPerson();
    const { id, username } = person;
    const user = { id, name: username, NAME: username.toUpperCase() }[form];
    const path = `/api/v1/users/${user}/heartbeats.bulk`;
    const { status } = await house.call('POST', path, { key: person.key, body: [] });
    expect(status).toBe(201);
  });

  test('somebody else is not found, nobody is not let in', async () => {
    const [mine, other] = [await house.addPerson(), await house.addPerson()];
    const path = `/api/v1/users/${other.username}/heartbeats.bulk`;
    const body = [item(1_700_000_000)];
    expect((await house.call('POST', path, { key: mine.key, body })).status).toBe(404);
    expect((await house.call('POST', path, { body })).status).toBe(401);
    expect(await house.exported(other.key)).toHaveLength(0);
  });
});

describe('placeholders', () => {
  const last = {
    project: '<<LAST_PROJECT>>',
    branch: '<<LAST_BRANCH>>',
    language: '<<LAST_LANGUAGE>>',
    type: 'app',
    entity: 'Terminal',
  };

  test('are resolved by time from the timeline, whatever was sent last', async () => {
    const { key } = await house.addPerson();
    const rust = { project: 'engine', branch: 'dev', language: 'Rust' };
    await house.call('POST', BULK, {
      key,
      body: [item(1_700_000_300), item(1_700_000_000, rust)],
    });
    await house.call('POST', BULK, { key, body: [item(1_700_000_100, last)] });
    expect((await house.exported(key))[1]).toMatchObject({
      project: 'engine',
      branch: 'dev',
      language: 'Rust',
    });
  });

  test('are resolved within one request, in any order', async () => {
    const { key } = await house.addPerson();
    await house.call('POST', BULK, {
      key,
      body: [item(1_700_000_100, last), item(1_700_000_000), item(1_600_000_000, last)],
    });
    expect(await house.exported(key)).toMatchObject([
      { project: '', branch: null, language: null },
      { project: 'web' },
      { project: 'web', branch: 'main', language: 'TypeScript' },
    ]);
  });

  test('an unknown last language is that of the file', async () => {
    const { key } = await house.addPerson();
    const body = [item(1_700_000_000, { language: '<<LAST_LANGUAGE>>', entity: 'a/b.py' })];
    await house.call('POST', BULK, { key, body });
    expect(await house.exported(key)).toMatchObject([{ language: 'Python' }]);
  });

  test('a resend is a duplicate even when it would resolve differently', async () => {
    const { key } = await house.addPerson();
    const body = [item(1_700_000_100, last)];
    await house.call('POST', BULK, { key, body });
    await house.call('POST', BULK, { key, body: [item(1_700_000_000)] });
    await house.call('POST', BULK, { key, body });
    expect(await house.exported(key)).toHaveLength(2);
  });

  test('are looked up only among the person’s own heartbeats', async () => {
    const [mine, other] = [await house.addPerson(), await house.addPerson()];
    await house.call('POST', BULK, { key: other.key, body: [item(1_700_000_000)] });
    await house.call('POST', BULK, { key: mine.key, body: [item(1_700_000_001, last)] });
    expect(await house.exported(mine.key)).toMatchObject([{ project: '', language: null }]);
  });
});
