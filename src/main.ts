#!/usr/bin/env bun
import { runCli } from './cli/cli.ts';
import { openTerminal } from './cli/terminal.ts';

/** Every file that this process makes is for its owner only. */
const PRIVATE_UMASK = 0o077;

process.umask(PRIVATE_UMASK);
process.exit(await runCli(process.argv.slice(2), openTerminal()));
