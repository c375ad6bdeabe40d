import { afterAll, beforeAll, expect, test } from 'bun:test';
import { SESSION_COOKIE } from '../users/session-cookie.ts';
import type { WidgetRequests } from './routes-frame.ts';
import { newName, openTestPlugins, type TestPlugins, WIDGET } from './testing.ts';

const ASKS = "fetch('https://api.example.org/x').then(() => { container.textContent = 'done'; });";

let here: TestPlugins;
const opened: TestPlugins[] = [];
const open = async (widgetRequests: WidgetRequests) => {
  const plugins = await openTestPlugins({ widgetRequests });
  opened.push(plugins);
  return plugins;
};
beforeAll(async () => {
  here = await open('declared');
});
afterAll(() => Promise.all(opened.map((plugins) => plugins.close())));

async function connectSources(
  plugins: TestPlugins,
  name: string,
  cookie?: string,
): Promise<string | undefined> {
  const response = await plugins.frame(name, cookie);
  expect(response.status).toBe(200);
  const policy = response.headers.get('content-security-policy') ?? '';
  return policy.split('; ').find((directive) => directive.startsWith('connect-src'));
}

test('a widget may ask the hosts that the store shows for it', async () => {
  const { key } = await here.addPerson();
  const { name } = await here.publish(key, { script: ASKS });
  expect(await connectSources(here, name)).toBe(
    "connect-src 'self' api.example.org wss://api.example.org",
  );
});

test('an update brings no hosts to those who have not accepted it', async () => {
  const [author, reviewer] = [await here.addPerson(), await here.addPerson()];
  const { name, id } = await here.publish(author.key, { script: WIDGET });
  await here.call('POST', `/store/install/${id}`, { key: reviewer.key });
  await here.call('PATCH', '/user/me', {
    key: reviewer.key,
    body: { review_plugin_updates: true },
  });
  const token = await here.users.sessions.add(reviewer.id, { userAgent: '', address: '' });
  const cookie = `${SESSION_COOKIE}=${token}`;
  await here.publish(author.key, { name, script: ASKS });
  expect(await connectSources(here, name, cookie)).toBe("connect-src 'self'");
  expect(await connectSources(here, name)).toContain('api.example.org');
  await here.call('POST', `/store/plugin/${id}/accept`, { key: reviewer.key });
  expect(await connectSources(here, name, cookie)).toContain('api.example.org');
});

test('one that nobody knows, as a draft is, asks this server only', async () => {
  expect(await connectSources(here, newName())).toBe("connect-src 'self'");
});

test('one that is banned asks this server only', async () => {
  const { key } = await here.addPerson({ isAdmin: true });
  const { id, name } = await here.publish(key, { script: ASKS });
  await here.call('POST', `/store/admin/ban/${id}`, { key, body: { reason: 'spam' } });
  expect(await connectSources(here, name)).toBe("connect-src 'self'");
});

test('none asks others where the operator says so', async () => {
  const plugins = await open('none');
  const { key } = await plugins.addPerson();
  const { name } = await plugins.publish(key, { script: ASKS });
  expect(await connectSources(plugins, name)).toBe("connect-src 'self'");
});

test('this site alone may frame it', async () => {
  const { headers } = await here.frame('any');
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
});
