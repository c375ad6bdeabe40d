#!/usr/bin/env bun
const [command] = process.argv.slice(2);

/** Every file that this process makes is for its owner only. */
const PRIVATE_UMASK = 0o077;

process.umask(PRIVATE_UMASK);
// Loaded late, so that a child of the sandbox does not carry the whole program.
if (command === 'sandbox-child') {
  const { serveSandbox } = await import('./sandbox/child.ts');
  await serveSandbox();
  process.exit(0);
}
const { runCli } = await import('./cli/cli.ts');
const { openTerminal } = await import('./cli/terminal.ts');
process.exit(await runCli(process.argv.slice(2), openTerminal()));

export {};
