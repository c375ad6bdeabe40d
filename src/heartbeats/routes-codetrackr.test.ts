import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const ROUTES = ['/api/v1/heartbeat', '/api/v1/heartbeats', '/api/v1/import'];

describe('who may send', () => {
  test.each(ROUTES)('%s refuses nobody and a wrong key before it reads the body', async (path) => {
    expect((await house.call('POST', path, { body: '{' })).status).toBe(401);
    const key = '00000000-0000-4000-8000-000000000000';
    expect((await house.call('POST', path, { key, body: '{' })).status).toBe(401);
  });

  test('a heartbeat belongs to the key that sent it, and to nobody else', async () => {
    const [mine, other] = [await house.addPerson(), await house.addPerson()];
    await house.call('POST', '/api/v1/heartbeat', { key: mine.key, body: { project: 'secret' } });
    expect(await house.exported(mine.key)).toHaveLength(1);
    expect(await house.exported(other.key)).toHaveLength(0);
    expect(house.changed).toContain(mine.id);
    expect(house.changed).not.toContain(other.id);
  });
});

describe('the documented requests (spec/codetrackr 10)', () => {
  test('the heartbeat with `language`', async () => {
    const { key } = await house.addPerson();
    const { status, json } = await house.call('POST', '/api/v1/heartbeat', {
      key,
      headers: { 'content-type': 'application/json' },
      body: { project: 'core-engine', language: 'rust', duration: 60 },
    });
    expect(status).toBe(200);
    expect(json).toEqual({ status: 'ok', recorded_at: new Date(house.time.now).toISOString() });
    expect(await house.exported(key)).toMatchObject([
      { project: 'core-engine', language: 'Rust', claimed_seconds: 60, duration: 60 },
    ]);
  });

  test('the import, and the same import again inserts nothing', async () => {
    const { key } = await house.addPerson();
    const body = [
      {
        project: 'my-app',
        lang: 'rust',
        file: 'src/main.rs',
        branch: 'main',
        editor: 'Windsurf',
        os: 'macOS',
        time: 1741276680,
        duration: 60,
      },
    ];
    const first = await house.call('POST', '/api/v1/import', { key, body });
    expect(first.json).toMatchObject({ status: 'ok', inserted: 1, duplicates: 0, rejected: [] });
    const again = await house.call('POST', '/api/v1/import', { key, body });
    expect(again.status).toBe(200);
    expect(again.json).toMatchObject({ status: 'ok', inserted: 0, duplicates: 1 });
  });

  test('the bodies of the real extensions', async () => {
    const { key } = await house.addPerson();
    const vscode = {
      project: 'web',
      file: 'src/App.tsx',
      lang: 'typescriptreact',
      branch: '',
      editor: 'VS Code',
      os: 'darwin',
      duration: 60,
      is_write: false,
      time: house.now() - 120,
    };
    const zed = {
      project: 'src',
      file: '/home/me/my%20code/src/lib.rs',
      lang: 'Rust',
      branch: '',
      editor: 'Zed',
      os: 'macos',
      duration: 60,
      is_write: true,
      time: house.now(),
    };
    for (const body of [vscode, zed]) {
      expect((await house.call('POST', '/api/v1/heartbeat', { key, body })).status).toBe(200);
    }
    expect(await house.exported(key)).toMatchObject([
      { language: 'TSX', os: 'macOS', editor: 'VS Code', branch: null, duration: 60 },
      { file: '/home/me/my code/src/lib.rs', os: 'macOS', editor: 'Zed', is_write: true },
    ]);
  });
});

describe('what a heartbeat claims', () => {
  test('without duration: nothing live, 60 seconds in an import', async () => {
    const { key } = await house.addPerson();
    const at = (time: number) => ({ project: 'p', time });
    await house.call('POST', '/api/v1/heartbeat', { key, body: at(1_700_000_000) });
    await house.call('POST', '/api/v1/heartbeats', { key, body: [at(1_700_100_000)] });
    await house.call('POST', '/api/v1/import', { key, body: [at(1_700_200_000)] });
    const claims = (await house.exported(key)).map((row) => row.claimed_seconds);
    expect(claims).toEqual([null, null, 60]);
  });
});

describe('bad items', () => {
  test('one bad heartbeat is told with a sentence and the field', async () => {
    const { key } = await house.addPerson();
    const { status, json } = await house.call('POST', '/api/v1/heartbeat', {
      key,
      body: { project: 'p', duration: -5 },
    });
    expect(status).toBe(400);
    expect(json).toMatchObject({
      code: 'invalid',
      error: 'duration must not be negative.',
      fields: { duration: 'duration must not be negative.' },
    });
  });

  test('in an array each is told by its index and its neighbours are kept', async () => {
    const { key } = await house.addPerson();
    const good = (time: number) => ({ project: 'p', time });
    const { status, json } = await house.call('POST', '/api/v1/heartbeats', {
      key,
      body: { heartbeats: [good(1_700_000_000), null, { time: 1 }, good(1_700_000_060)] },
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: 'ok', inserted: 2, duplicates: 0, rejected_count: 2 });
    expect(json.rejected.map(({ index }: { index: number }) => index)).toEqual([1, 2]);
    expect(json.rejected[1].error).toContain('project is missing');
  });

  test.each(ROUTES)('%s answers 400 to what is not JSON', async (path) => {
    const { key } = await house.addPerson();
    for (const body of ['', '{', 'nonsense']) {
      expect((await house.call('POST', path, { key, body })).status).toBe(400);
    }
  });

  test('anything in is never a 500, and valid neighbours are kept', async () => {
    const { key } = await house.addPerson();
    const { key: controlKey } = await house.addPerson();
    let time = 1_600_000_000;
    const anyField = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double());
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.record(
        Object.fromEntries(
          ['project', 'lang', 'file', 'branch', 'editor', 'os', 'machine', 'category', 'type']
            .concat(['duration', 'is_write', 'time', 'lines', 'dependencies', 'ai_model', 'commit'])
            .map((name) => [name, anyField]),
        ),
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(odd, { maxLength: 5 }),
        fc.constantFrom(...ROUTES),
        async (items, path) => {
          time += 60;
          const neighbour = { project: 'kept', time };
          const isBatch = path !== '/api/v1/heartbeat';
          const body = isBatch ? [...items, neighbour] : (items[0] ?? null);
          const { status, json } = await house.call('POST', path, { key, body });
          expect([200, 400]).toContain(status);
          if (!isBatch) return;
          expect(status).toBe(200);
          expect(json.inserted + json.duplicates + json.rejected_count).toBe(items.length + 1);
          const again = await house.call('POST', path, { key: controlKey, body: [neighbour] });
          expect(again.json.inserted).toBe(1);
          expect(json.rejected.map(({ index }: { index: number }) => index)).not.toContain(
            items.length,
          );
        },
      ),
      { numRuns: 150 },
    );
    const kept = (await house.exported(key)).filter(({ project }) => project === 'kept');
    const sent = await house.exported(controlKey);
    expect(kept).toHaveLength(sent.length);
  });
});

describe('large imports', () => {
  test('ten thousand items in one request', async () => {
    const { key } = await house.addPerson();
    const items = Array.from({ length: 10_000 }, (_, index) => ({
      project: `p${index % 7}`,
      lang: 'go',
      time: 1_500_000_000 + index * 30,
    }));
    const { status, json } = await house.call('POST', '/api/v1/import', { key, body: items });
    expect(status).toBe(200);
    expect(json).toMatchObject({ inserted: 10_000, duplicates: 0, rejected_count: 0 });
    const again = await house.call('POST', '/api/v1/import', { key, body: items });
    expect(again.json).toMatchObject({ inserted: 0, duplicates: 10_000 });
  });
});
