import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { HOUR_MS } from '../base/time.ts';
import { MAX_PLUGINS_PER_AUTHOR, MAX_PUBLISHES_PER_HOUR, PUBLISHES_AT_ONCE } from './publish.ts';
import { MAX_DEPENDENCIES, MAX_SCRIPT_BYTES } from './publish-fields.ts';
import { LIFECYCLE, newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';
import { MAX_VERSIONS, MAX_VERSIONS_BYTES } from './version-store.ts';

let here: TestPlugins;
let author: { id: string; key: string; username: string };
beforeAll(async () => {
  here = await openTestPlugins();
  author = await here.addPerson();
});
afterAll(() => here.close());

const publish = (body: unknown, key = author.key) =>
  here.call('POST', '/store/publish', { key, body });

/** The bodies of the documentation's curls, with names of our own. */
const DOCUMENTED = {
  streak: {
    display_name: 'Streak Counter',
    description: 'Shows your current coding streak.',
    version: '1.0.0',
    icon: '🔥',
    widget_type: 'counter',
    script:
      'fetch("/api/v1/stats/streaks",{headers:{"Authorization":"Bearer "+token}}).then(r=>r.json()).then(d=>{container.textContent=(d.current_streak||0)+" day streak";}).catch(()=>{container.textContent="—";});',
  },
  velocity: {
    display_name: 'Project Velocity',
    description: 'Visualize your commit velocity over time.',
    version: '1.0.0',
    icon: '📈',
    widget_type: 'counter',
    repository: 'https://github.com/you/my-cool-widget',
    script:
      'container.textContent = "Loading..."; fetch("/api/v1/stats/summary?range=7d",{headers:{"Authorization":"Bearer "+token}}).then(r=>r.json()).then(d=>{container.textContent=d.top_project||"—";}).catch(()=>{container.textContent="—";});',
  },
};

test('nobody publishes without signing in, and a malformed body is told', async () => {
  expect((await here.call('POST', '/store/publish', { body: { nonsense: 1 } })).status).toBe(401);
  expect((await publish('{')).status).toBe(400);
  expect((await publish({ display_name: 'no name' })).status).toBe(400);
  expect((await publish({ name: newName() })).status).toBe(400);
});

test("the documentation's publish bodies answer the documented plugin", async () => {
  const name = newName();
  const { status, json } = await publish({ name, ...DOCUMENTED.velocity });
  expect(status).toBe(200);
  expect(json).toEqual({
    status: 'published',
    plugin: {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      author_id: author.id,
      author_username: author.username,
      name,
      ...DOCUMENTED.velocity,
      api_endpoint: null,
      settings_schema: null,
      is_published: true,
      is_banned: false,
      ban_reason: null,
      install_count: 0,
      avg_rating: 0,
      rating_count: 0,
      has_external_access: false,
      created_at: expect.stringMatching(/Z$/),
    },
    access: { hooks: [], endpoints: [], tables: [], hosts: [], uses_eval: false, widget: true },
  });
});

test('what is left out gets the documented defaults', async () => {
  const { json } = await publish({ name: newName(), display_name: 'Bare' });
  expect(json.plugin).toMatchObject({
    version: '0.1.0',
    icon: '🔌',
    widget_type: 'counter',
    description: null,
    repository: null,
    script: null,
  });
});

test('an update changes what it names and keeps the rest', async () => {
  const name = newName();
  await publish({ name, ...DOCUMENTED.streak });
  const { status, json } = await publish({
    name,
    display_name: 'Streak Counter',
    version: '1.1.0',
    script: '/* updated script */',
    icon: null,
  });
  expect(status).toBe(200);
  expect(json.plugin).toMatchObject({
    version: '1.1.0',
    script: '/* updated script */',
    icon: '🔥',
    description: DOCUMENTED.streak.description,
    widget_type: 'counter',
  });
  const settings_schema = { type: 'object', properties: { goal: { type: 'integer' } } };
  await publish({ name, display_name: 'Streak', settings_schema });
  const kept = await publish({ name, display_name: 'Streak', settings_schema: null });
  expect(kept.json.plugin).toMatchObject({ settings_schema });
  const emptied = { description: '', script: '', settings_schema: '' };
  const cleared = await publish({ name, display_name: 'Streak', ...emptied });
  expect(cleared.json.plugin).toMatchObject({
    description: null,
    script: null,
    settings_schema: null,
  });
});

test('only the author updates a plugin', async () => {
  const name = newName();
  await publish({ name, ...DOCUMENTED.streak });
  const other = await here.addPerson();
  const { status, json } = await publish({ name, ...DOCUMENTED.velocity }, other.key);
  expect(status).toBe(403);
  expect(json.error).toContain(`published by ${author.username}`);
  const detail = await here.call('GET', `/store?search=${name}`);
  expect(detail.json.plugins).toMatchObject([{ display_name: 'Streak Counter' }]);
});

test('of two who publish a new name at once, one has it', async () => {
  const name = newName();
  const other = await here.addPerson();
  const answers = await Promise.all(
    [author.key, other.key].map((key) => publish({ name, display_name: 'Mine' }, key)),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses[0]).toBe(200);
  expect([403, 409]).toContain(statuses[1] ?? 0);
});

test('each field has a limit, and a sentence that names it', async () => {
  const wrong: [string, unknown][] = [
    ['name', 'Not-Kebab'],
    ['name', 'two--dashes'],
    ['name', '-dash'],
    ['name', ''],
    ['name', 'a'.repeat(65)],
    ['display_name', ' '],
    ['display_name', 'x'.repeat(129)],
    ['description', 'x'.repeat(2_001)],
    ['version', '1.0.0-alpha.beta.1'],
    ['icon', '🔥'.repeat(9)],
    ['widget_type', 'pie'],
    ['plugin_type', 'virus'],
    ['repository', 'javascript:alert(1)'],
    ['script', 'x'.repeat(MAX_SCRIPT_BYTES + 1)],
    ['script', 'a\0b'],
    ['settings_schema', { type: 'string' }],
  ];
  for (const [field, value] of wrong) {
    const { status, json } = await publish({
      name: newName(),
      display_name: 'x',
      [field]: value,
    });
    expect({ field, value: String(value).slice(0, 20), status, code: json.code }).toEqual({
      field,
      value: String(value).slice(0, 20),
      status: 400,
      code: 'invalid',
    });
    expect(Object.keys(json.fields)).toEqual([field]);
  }
});

test('the widest values that the documented columns hold are kept', async () => {
  const fields = {
    name: 'a'.repeat(28) + crypto.randomUUID(),
    display_name: 'é'.repeat(128),
    description: 'd'.repeat(2_000),
    version: '1'.repeat(16),
    icon: '👨‍👩‍👧‍👦',
    script: `//${'x'.repeat(MAX_SCRIPT_BYTES - 2)}`,
  };
  const { status, json } = await publish(fields);
  expect(status).toBe(200);
  expect(json.plugin).toMatchObject(fields);
});

test.each(['counter', 'chart', 'list', 'text', 'progress', 'custom'])(
  'a widget may be a %s',
  async (widget_type) => {
    const { json } = await publish({ name: newName(), display_name: 'x', widget_type });
    expect(json.plugin.widget_type).toBe(widget_type);
  },
);

describe('a script', () => {
  test('with a syntax error is refused with its line and column', async () => {
    const script = 'container.textContent = "x";\nvar a = ;\n';
    const { status, json } = await publish({ name: newName(), display_name: 'x', script });
    expect(status).toBe(400);
    expect(json.error).toBe('Unexpected token at line 2, column 9');
    expect(json.fields).toEqual({ script: json.error });
  });

  test('that returns and awaits at its top level is a widget', async () => {
    const script =
      'if (!token) return;\nawait fetch("/api/v1/user/me");\ncontainer.textContent = "x";';
    const { status, json } = await publish({ name: newName(), display_name: 'x', script });
    expect([status, json.access.widget]).toEqual([200, true]);
  });

  test('that runs on the server is known by its hooks and endpoints, and has no panel', async () => {
    const { json } = await publish({ name: newName(), display_name: 'x', script: LIFECYCLE });
    expect(json.access).toEqual({
      hooks: ['on_tick'],
      endpoints: ['get-ticks'],
      tables: [],
      hosts: [],
      uses_eval: false,
      widget: false,
    });
  });

  test('that the sandbox cannot run on the server is refused with what it said', async () => {
    const script = 'const endpoints = {};\nasync function on_tick(ctx) {}\nundefined_thing();';
    const { status, json } = await publish({ name: newName(), display_name: 'x', script });
    expect(status).toBe(400);
    expect(json.error).toContain('undefined_thing');
    expect(json.error).toContain('line 3');
  });

  test('that never ends at its top level is refused', async () => {
    const { status, json } = await publish({
      name: newName(),
      display_name: 'x',
      script: 'for (;;);',
    });
    expect(status).toBe(400);
    expect(json.error).toContain("sandbox's limits");
  }, 30_000);

  test('that asks other hosts has external access, whatever its author says', async () => {
    const script = "fetch('https://api.example.com/x'); container.textContent = 'x';";
    const { json } = await publish({
      name: newName(),
      display_name: 'x',
      script,
      has_external_access: false,
    });
    expect(json.plugin.has_external_access).toBe(true);
    expect(json.access.hosts).toEqual(['api.example.com']);
  });

  test('published as lifecycle draws no panel, and does again as widget', async () => {
    const name = newName();
    const body = { name, display_name: 'x', script: WIDGET };
    const first = await publish({ ...body, plugin_type: 'lifecycle' });
    expect(first.json.access.widget).toBe(false);
    const second = await publish({ name, display_name: 'x', plugin_type: 'widget' });
    expect(second.json.access.widget).toBe(true);
  });
});

test('names in a description become dependencies, and go when it changes', async () => {
  const name = newName();
  const description = `Needs @${'b-'.repeat(3)}c, @${name} (itself) and @tools. ${Array.from({ length: 30 }, (_, i) => `@x${i}`).join(' ')}`;
  const { json } = await publish({ name, display_name: 'x', description });
  const dependencies = async () =>
    (await here.call('GET', `/store/plugin/${json.plugin.id}/detail`)).json.dependencies;
  expect((await dependencies()).length).toBe(MAX_DEPENDENCIES);
  expect(await dependencies()).toContain('b-b-b-c');
  expect(await dependencies()).not.toContain(name);
  await publish({ name, display_name: 'x', description: 'Only @tools.' });
  expect(await dependencies()).toEqual(['tools']);
});

test('versions are kept with what changed and their scripts', async () => {
  const name = newName();
  const { json } = await publish({
    name,
    display_name: 'x',
    script: 'container.a = 1',
    changelog: 'First.',
  });
  here.time.now += 1_000;
  await publish({ name, display_name: 'x', version: '0.2.0', script: 'container.a = 2' });
  here.time.now += 1_000;
  await publish({
    name,
    display_name: 'x',
    version: '0.2.0',
    script: 'container.a = 3',
    changelog: 'Second.',
  });
  const base = `/store/plugin/${json.plugin.id}`;
  const { versions } = (await here.call('GET', `${base}/versions`)).json;
  expect(versions).toEqual([
    { version: '0.2.0', changelog: 'Second.', published_at: expect.any(String) },
    { version: '0.1.0', changelog: 'First.', published_at: expect.any(String) },
  ]);
  const old = await here.call('GET', `${base}/versions/0.1.0`);
  expect(old.json.script).toBe('container.a = 1');
  expect((await here.call('GET', `${base}/versions/0.2.0`)).json.script).toBe('container.a = 3');
  expect((await here.call('GET', `${base}/versions/9.9.9`)).status).toBe(404);
  const detail = await here.call('GET', `${base}/detail`);
  expect(detail.json.changelog).toBe('Second.');
});

describe('of the versions of a plugin the oldest go', () => {
  async function fill(versions: number, bytes: number): Promise<string[]> {
    const plugin = await here.publish(author.key, { script: WIDGET, version: '9.0.0' });
    await here.database.run(
      `insert into plugin_versions (plugin_id, version, script, published_at)
       select $1, '1.0.' || i, repeat('x', $3), $4::timestamptz - make_interval(days => i)
       from generate_series(1, $2) i`,
      [plugin.id, versions, bytes, new Date(here.time.now)],
    );
    await publish({ name: plugin.name, display_name: 'x', version: '9.0.1' });
    const { json } = await here.call('GET', `/store/plugin/${plugin.id}/versions`);
    return json.versions.map(({ version }: { version: string }) => version);
  }

  test('beyond a number', async () => {
    const kept = await fill(MAX_VERSIONS, 1);
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([
      MAX_VERSIONS,
      '9.0.1',
      `1.0.${MAX_VERSIONS - 2}`,
    ]);
  });

  test('beyond so many bytes together', async () => {
    const most = MAX_VERSIONS_BYTES / MAX_SCRIPT_BYTES;
    const kept = await fill(most + 5, MAX_SCRIPT_BYTES);
    expect(kept).toHaveLength(2 + most - 1); // two small ones leave no room for one more large one
    expect(kept.slice(0, 3)).toEqual(['9.0.1', '9.0.0', '1.0.1']);
  });
});

test('nobody floods the store', async () => {
  const flooder = await here.addPerson();
  const body = { name: newName(), display_name: 'x' };
  await here.database.run(
    `insert into plugin_publishes (user_id, published_at)
     select $1, $2 from generate_series(1, $3)`,
    [flooder.id, new Date(here.time.now), MAX_PUBLISHES_PER_HOUR - 1],
  );
  expect((await publish(body, flooder.key)).status).toBe(200);
  expect((await publish(body, flooder.key)).status).toBe(429);
  here.time.now += HOUR_MS;
  expect((await publish(body, flooder.key)).status).toBe(200);
});

test('scripts that are refused count as well, and wait for each other', async () => {
  const flooder = await here.addPerson();
  const endless = { name: newName(), display_name: 'x', script: 'while (true);' };
  const answers = await Promise.all(
    Array.from({ length: PUBLISHES_AT_ONCE + 1 }, () => publish(endless, flooder.key)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([400, 400, 429]);
  await here.database.run(
    'insert into plugin_publishes (user_id, published_at) select $1, $2 from generate_series(1, $3)',
    [flooder.id, new Date(here.time.now), MAX_PUBLISHES_PER_HOUR - PUBLISHES_AT_ONCE],
  );
  expect((await publish(endless, flooder.key)).status).toBe(429);
});

test('nobody fills the store alone', async () => {
  const busy = await here.addPerson();
  await here.database.run(
    `insert into plugin_store (author_id, name, display_name)
     select $1, 'p-' || gen_random_uuid(), 'x' from generate_series(1, $2)`,
    [busy.id, MAX_PLUGINS_PER_AUTHOR],
  );
  const { status, json } = await publish({ name: newName(), display_name: 'x' }, busy.key);
  expect([status, json.error]).toEqual([400, expect.stringContaining('Delete one first')]);
});

test('a new plugin finds no keys and settings of one that had its name', async () => {
  const name = newName();
  const person = await here.addPerson();
  await here.database.run(
    `insert into plugin_settings (user_id, plugin, settings) values ($1, $2, '{"old":1}')`,
    [person.id, name],
  );
  const plugin = await here.publish(author.key, { name, script: WIDGET });
  expect(here.removedKeys).toContain(name);
  await here.call('POST', `/store/install/${plugin.id}`, { key: person.key });
  const { json } = await here.call('GET', `/plugins/${name}/settings`, { key: person.key });
  expect(json.settings).toEqual({});
});
