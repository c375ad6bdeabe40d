import { AppError } from '../base/errors.ts';
import type { Inspection, Sandbox } from '../sandbox/contract.ts';
import { type Findings, readScript } from './read-script.ts';

/** Names that are kept of hooks and of endpoints, each, and the length of one. */
const MAX_NAMES = 100;
const MAX_NAME_CHARACTERS = 64;

/** What a script does, as far as it can be found out before anybody runs it. */
export interface Examined {
  hooks: string[];
  endpoints: string[];
  findings: Findings;
  /** Whether it draws something on the dashboard. */
  hasPanel: boolean;
}

export const NOTHING: Examined = {
  hooks: [],
  endpoints: [],
  findings: { tables: [], hosts: [], uses_eval: false },
  hasPanel: false,
};

function invalid(sentence: string): AppError {
  return new AppError('invalid', sentence, { fields: { script: sentence } });
}

const at = (line: number | undefined, column: number | undefined) =>
  line === undefined ? '' : ` at line ${line}, column ${column ?? 1}`;

const names = (found: string[]) =>
  found
    .filter((name) => name.length <= MAX_NAME_CHARACTERS)
    .sort()
    .slice(0, MAX_NAMES);

/** What the sandbox makes of a script; throws where that tells its author something. */
function capabilitiesOf(inspection: Inspection, isServerSide: boolean) {
  if (inspection.ok) return inspection.capabilities;
  const { kind, message, line, column } = inspection.error;
  switch (kind) {
    case 'busy':
    case 'crashed':
      throw new AppError('unavailable', 'The script could not be checked. Try again in a moment.');
    case 'timeout':
    case 'memory':
    case 'limit':
      throw invalid(`The script's top level does not end within the sandbox's limits: ${message}`);
    default:
      if (isServerSide) throw invalid(`${message}${at(line, column)}`);
      return { hooks: [], endpoints: [] }; // written for a browser, which the sandbox is not
  }
}

/**
 * Reads a script and lets the sandbox say what it defines. Throws `invalid` with line and column
 * when it is no JavaScript, or defines handlers that the sandbox cannot reach: it would fail for
 * everybody who has it.
 */
export async function examineScript(
  script: string,
  { sandbox, ownHost }: { sandbox: Pick<Sandbox, 'inspect'>; ownHost: string | null },
): Promise<Examined> {
  const reading = readScript(script, ownHost);
  if (!reading.ok) throw invalid(`${reading.message}${at(reading.line, reading.column)}`);
  const { findings, usesContainer, definesHandlers } = reading;
  const inspection = await sandbox.inspect(script);
  const capabilities = capabilitiesOf(inspection, definesHandlers && !usesContainer);
  const hooks = names(capabilities.hooks);
  const endpoints = names(capabilities.endpoints);
  const isServerSide = hooks.length > 0 || endpoints.length > 0;
  return { hooks, endpoints, findings, hasPanel: usesContainer || !isServerSide };
}
