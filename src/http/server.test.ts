import { expect, test } from 'bun:test';
import { AppError } from '../base/errors.ts';
import { openServer } from './server.ts';

const options = { host: '127.0.0.1', port: 0 };

test('the peer of a connection is told to the handler', async () => {
  const server = openServer({ ...options, handler: async (_request, peer) => new Response(peer) });
  expect(await (await fetch(server.url)).text()).toBe('127.0.0.1');
  await server.stop();
});

test('a request in flight is answered while the server stops, a new one is not', async () => {
  const arrived = Promise.withResolvers<void>();
  const server = openServer({
    ...options,
    handler: async () => {
      arrived.resolve();
      await Bun.sleep(50);
      return new Response('done');
    },
  });
  const inFlight = fetch(server.url).then((response) => response.text());
  await arrived.promise;
  const stopped = server.stop();
  await expect(fetch(server.url)).rejects.toThrow();
  expect(await inFlight).toBe('done');
  await stopped;
});

test('a port that is taken is a sentence', async () => {
  const handler = async () => new Response();
  const first = openServer({ ...options, handler });
  const open = () => openServer({ ...options, port: first.port, handler });
  expect(open).toThrow(AppError);
  expect(open).toThrow(`Something else listens on 127.0.0.1:${first.port} already`);
  await first.stop();
});

test('an address of another machine is a sentence', () => {
  const open = () =>
    openServer({ host: '192.0.2.1', port: 0, handler: async () => new Response() });
  expect(open).toThrow('Cannot listen on 192.0.2.1:0');
});
