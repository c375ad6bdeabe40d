import { beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { PAGE_ROWS } from './archive-store.ts';
import { openTestHeartbeats, type TestHeartbeats } from './testing.ts';

let house: TestHeartbeats;
beforeAll(async () => {
  house = await openTestHeartbeats();
});

const FORMATS = ['json', 'ndjson', 'csv'];
const export_ = (format: string, key: string, query = '') =>
  house.call('GET', `/api/v1/export/${format}${query}`, { key });
const send = (key: string, body: unknown) => house.call('POST', '/api/v1/import', { key, body });

/** Texts that break naive formats, spreadsheets or encodings. */
const NASTY = [
  '=HYPERLINK("http://x")',
  "'quoted",
  "''twice",
  '-1+2',
  '@cmd',
  '+1',
  'a,b;"c"',
  'Ünïcödé 🎉 日本',
  'two  spaces',
  '＝full',
  'null',
  'true',
  '007',
  '{"a":1}',
];
const word = fc.oneof(
  fc.constantFrom(...NASTY, ''),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);
const heartbeat = fc.record(
  {
    project: word,
    time: fc
      .integer({ min: 1_500_000_000_000_000, max: 1_500_003_600_000_000 })
      .map((us) => us / 1e6),
    file: fc.oneof(word, fc.constantFrom('line\nbreak.ts', 'tab\there', 'a/b.rs')),
    lang: word,
    branch: word,
    commit: word,
    workspace_root: word,
    package_path: word,
    editor: word,
    os: word,
    machine: word,
    category: word,
    type: fc.constantFrom('file', 'app', 'url', 'domain', 'event'),
    is_write: fc.boolean(),
    duration: fc.integer({ min: 0, max: 900 }),
    ai_model: word,
    lines: fc.integer(),
  },
  { requiredKeys: ['project', 'time'] },
);

describe('the export is complete', () => {
  test.each(FORMATS)(
    '%s: into the same account it inserts 0, into another it is equal',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(fc.array(heartbeat, { minLength: 1, maxLength: 12 }), async (items) => {
          const [mine, other] = [await house.addPerson(), await house.addPerson()];
          await house.call('POST', '/api/v1/heartbeats', { key: mine.key, body: items });
          const { text, status } = await export_(format, mine.key);
          expect(status).toBe(200);
          const back = await send(mine.key, text);
          expect(back.json).toMatchObject({ inserted: 0, rejected_count: 0 });
          const moved = await send(other.key, text);
          expect(moved.json).toMatchObject({ duplicates: 0, rejected_count: 0 });
          expect(await house.exported(other.key)).toEqual(await house.exported(mine.key));
        }),
        { numRuns: 15 },
      );
    },
  );

  test.each(FORMATS)('%s goes on after a page', async (format) => {
    const [mine, other] = [await house.addPerson(), await house.addPerson()];
    const count = PAGE_ROWS * 2 + 1;
    const items = Array.from({ length: count }, (_, index) => ({
      project: 'p',
      // Several share an instant, so that a page can end between equal times.
      time: 1_600_000_000 + Math.floor(index / 3),
      file: `f${index}`,
    }));
    await send(mine.key, items);
    const { text } = await export_(format, mine.key);
    expect((await send(other.key, text)).json).toMatchObject({ inserted: count, duplicates: 0 });
  });
});

describe('the formats', () => {
  test('JSON has CodeTrackr’s wrapper and names, times with Z', async () => {
    const { key } = await house.addPerson();
    await send(key, [{ project: 'p', time: 1_700_000_000.5, lang: 'go', duration: 30 }]);
    const { json, headers } = await export_('json', key);
    expect(headers.get('content-disposition')).toContain('attachment');
    expect(json.exported_at).toBe(new Date(house.time.now).toISOString());
    expect(json.heartbeats).toEqual([
      {
        time: '2023-11-14T22:13:20.500000Z',
        project: 'p',
        file: null,
        language: 'Go',
        branch: null,
        duration: 30,
        is_write: false,
        editor: null,
        commit: null,
        workspace_root: null,
        package_path: null,
        os: null,
        machine: null,
        category: 'coding',
        type: 'file',
        claimed_seconds: 30,
        extra: null,
        key: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ]);
  });

  test('CSV begins with CodeTrackr’s columns and runs no formula', async () => {
    const { key } = await house.addPerson();
    await send(key, [{ project: '=1+1', time: 1_700_000_000, file: 'a,"b"' }]);
    const { text } = await export_('csv', key);
    const [header, line] = text.split('\n');
    expect(header).toStartWith(
      'time,project,file,language,branch,duration_seconds,is_write,editor,',
    );
    expect(line).toStartWith(`2023-11-14T22:13:20.000000Z,'=1+1,"a,""b""",`);
  });

  test('an empty account exports an empty document in every format', async () => {
    const { key } = await house.addPerson();
    expect((await export_('json', key)).json.heartbeats).toEqual([]);
    expect((await export_('ndjson', key)).text).toBe('');
    expect((await export_('csv', key)).text.trim().split('\n')).toHaveLength(1);
  });

  test('start is inside, end is not; a bad one is told', async () => {
    const { key } = await house.addPerson();
    await send(
      key,
      [0, 60, 120].map((s) => ({ project: `${s}`, time: 1_700_000_000 + s })),
    );
    const query = '?start=2023-11-14T22:13:20Z&end=2023-11-14T22:14:20.000Z';
    const { json } = await export_('json', key, query);
    expect(json.heartbeats.map(({ project }: { project: string }) => project)).toEqual(['0']);
    const offset = await export_('json', key, '?start=2023-11-15T00:14:00+02:00');
    const plain = await export_('json', key, '?start=2023-11-14%2022:14:00');
    expect(plain.json).toMatchObject({ heartbeats: [{ project: '60' }, { project: '120' }] });
    expect(offset.json.heartbeats).toHaveLength(2);
    const bad = await export_('json', key, '?start=yesterday');
    expect(bad.status).toBe(400);
    expect(bad.json.fields.start).toContain('ISO 8601');
  });

  test('nobody and others get nothing', async () => {
    const [mine, other] = [await house.addPerson(), await house.addPerson()];
    await send(mine.key, [{ project: 'secret', time: 1_700_000_000 }]);
    for (const format of FORMATS) {
      expect((await house.call('GET', `/api/v1/export/${format}`)).status).toBe(401);
      expect((await export_(format, other.key)).text).not.toContain('secret');
    }
  });
});

describe('imports from elsewhere', () => {
  test('CodeTrackr’s own CSV, whose files begin with what they begin with', async () => {
    const { key } = await house.addPerson();
    const body =
      "time,project,file,language,branch,duration_seconds,is_write,editor\n2026-03-06T10:00:00Z,web,'x.ts,typescript,main,30,true,VS Code\n";
    expect((await send(key, body)).json).toMatchObject({ inserted: 1 });
    expect(await house.exported(key)).toMatchObject([
      { file: "'x.ts", language: 'TypeScript', claimed_seconds: 30, is_write: true },
    ]);
  });

  test('CodeTrackr’s own JSON export', async () => {
    const { key } = await house.addPerson();
    const row = { time: '2026-03-06T10:00:00Z', project: 'web', language: 'rust', duration: 30 };
    const body = JSON.stringify({ heartbeats: [row], exported_at: 'x' }, null, 2);
    expect((await send(key, body)).json).toMatchObject({ inserted: 1 });
  });

  test('a line that is no JSON is told by its index', async () => {
    const { key } = await house.addPerson();
    const body =
      '{"project":"a","time":1700000000}\n{nonsense\n\n{"project":"b","time":1700000001}';
    expect((await send(key, body)).json).toMatchObject({
      inserted: 2,
      rejected: [{ index: 1, error: 'This line is not JSON.' }],
    });
  });

  test('what has no known format is refused with a sentence', async () => {
    const { key } = await house.addPerson();
    expect((await send(key, 'hello there')).json.error).toContain('NDJSON');
    expect((await send(key, 'a,b\n1,2\n')).status).toBe(400);
    const torn = 'time,project\n2026-03-06T10:00:00Z,"open\n';
    expect((await send(key, torn)).json.error).toContain('CSV');
  });

  test('any text in is never a 500', async () => {
    const { key } = await house.addPerson();
    const line = fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.constant('time,project'));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.constantFrom('\n', ','), async (lines, separator) => {
        const { status } = await send(key, lines.join(separator));
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the latest heartbeat', () => {
  test('is the one with the latest time, null before there is any', async () => {
    const { key } = await house.addPerson();
    const latest = async () => (await house.call('GET', '/api/v1/heartbeats/latest', { key })).json;
    expect(await latest()).toEqual({ heartbeat: null });
    await send(key, [
      { project: 'new', time: 1_700_000_060, machine: 'box', editor: 'vscode' },
      { project: 'old', time: 1_700_000_000 },
    ]);
    expect(await latest()).toEqual({
      heartbeat: {
        time: '2023-11-14T22:14:20.000Z',
        project: 'new',
        language: null,
        editor: 'VS Code',
        machine: 'box',
        plugin: null,
      },
    });
    expect((await house.call('GET', '/api/v1/heartbeats/latest')).status).toBe(401);
  });
});
