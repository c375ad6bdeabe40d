import { expect, test } from 'bun:test';
import { openLog, silentLog } from './log.ts';
import { MAX_PROXY_HOPS, openClientAddresses } from './net.ts';
import { parseNetworks } from './option-values.ts';

const behind = (networks: string) => openClientAddresses(parseNetworks(networks), silentLog);

test.each([
  ['no header', '10.0.0.1', null, '10.0.0.1'],
  ['one proxy', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a chain of trusted proxies', '10.0.0.1', '203.0.113.9, 10.1.1.1', '203.0.113.9'],
  ['an address that the client put in front', '10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['an untrusted peer', '203.0.113.7', '1.2.3.4', '203.0.113.7'],
  ['trusted proxies only', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
  ['nonsense in the middle', '10.0.0.1', '1.2.3.4, unknown, 10.0.0.2', '10.0.0.2'],
  ['an empty header', '10.0.0.1', '', '10.0.0.1'],
  ['an IPv4 peer on an IPv6 socket', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['a port behind the address', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
  ['an IPv6 client', '10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
  ['an IPv6 proxy', 'fd00::1', '203.0.113.9', '203.0.113.9'],
  ['a peer without an address', 'unix', '203.0.113.9', 'unix'],
])('%s', (_case, peer, forwardedFor, client) => {
  expect(behind('10.0.0.0/8, fd00::/8').find(peer, forwardedFor)).toBe(client);
});

test('without trusted proxies nobody is believed', () => {
  expect(behind('').find('127.0.0.1', '1.2.3.4')).toBe('127.0.0.1');
});

test('a header longer than any chain of proxies is not read to its end', () => {
  const hops = ['1.2.3.4', ...Array.from({ length: MAX_PROXY_HOPS }, () => '10.0.0.2')];
  expect(behind('10.0.0.0/8').find('10.0.0.1', hops.join(','))).toBe('10.0.0.2');
});

test('a proxy that is not trusted is told once', () => {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = openLog({ level: 'info', format: 'text', clock: () => 0, write });
  const addresses = openClientAddresses(parseNetworks('10.0.0.1'), log);
  addresses.find('10.0.0.1', '203.0.113.9');
  expect(lines).toEqual([]);
  addresses.find('192.0.2.1', '203.0.113.9');
  addresses.find('192.0.2.1', '203.0.113.9');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('HEARTHBEAT_TRUSTED_PROXIES. peer=192.0.2.1');
});
