import { describe, expect, test } from 'bun:test';
import { toFrameDocument, toFramePolicy } from './frame.ts';

function directive(policy: string, name: string): string | undefined {
  return policy.split('; ').find((part) => part.startsWith(`${name} `));
}

describe('what a widget’s frame may do', () => {
  test('its origin is opaque even when it is opened on its own', () => {
    expect(directive(toFramePolicy([]), 'sandbox')).toBe('sandbox allow-scripts');
  });

  test('it asks this server only', () => {
    const policy = toFramePolicy([]);
    expect(directive(policy, 'default-src')).toBe("default-src 'none'");
    expect(directive(policy, 'connect-src')).toBe("connect-src 'self'");
    expect(directive(policy, 'img-src')).toBe("img-src 'self' data: blob:");
  });

  test('it asks the hosts that the store shows', () => {
    const policy = toFramePolicy(['api.example.org', 'nas.lan:8443', '[fd00::1]:80']);
    expect(directive(policy, 'connect-src')).toBe(
      "connect-src 'self' api.example.org wss://api.example.org nas.lan:8443 wss://nas.lan:8443 [fd00::1]:80 wss://[fd00::1]:80",
    );
    expect(directive(policy, 'script-src')).not.toContain('example.org');
  });

  test('a host that is computed means any host', () => {
    expect(directive(toFramePolicy(['*']), 'connect-src')).toBe(
      "connect-src 'self' http: https: ws: wss:",
    );
  });

  test.each([
    "x; script-src 'unsafe-inline'",
    'a b',
    "'unsafe-eval'",
    'https://x',
    '',
    '*.org',
    'data:',
  ])('what is no host, like %p, adds nothing', (host) => {
    expect(toFramePolicy([host])).toBe(toFramePolicy([]));
  });
});

test('the document finds its files below a base path, whatever that is called', () => {
  expect(toFrameDocument('/hearth')).toContain('src="/hearth/widget-frame.js"');
  expect(toFrameDocument('/"><script>')).not.toContain('"><script>');
});
