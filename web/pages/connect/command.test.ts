import { expect, test } from 'bun:test';
import { toSetupCommand } from './command.ts';

const given = { baseUrl: 'http://host/hb', token: 'abc', present: 'replace' } as const;

test('a shell pipes the script into sh, PowerShell into iex', () => {
  expect(toSetupCommand('sh', given)).toBe("curl -fsS 'http://host/hb/setup.sh?token=abc' | sh");
  expect(toSetupCommand('ps1', given)).toBe("irm 'http://host/hb/setup.ps1?token=abc' | iex");
});

test('keeping the present server travels in the address, in quotes', () => {
  expect(toSetupCommand('sh', { ...given, present: 'beside' })).toBe(
    "curl -fsS 'http://host/hb/setup.sh?token=abc&mode=beside' | sh",
  );
});
