/** Tables of the documentation that are made from the program's own constants, while it is built. */

import {
  MAX_KEY_BYTES,
  MAX_VALUE_BYTES,
  PLUGIN_KEY_LIMITS,
} from '../../src/lifecycle/plugin-keys.ts';
import { RPC_BODY_BYTES } from '../../src/lifecycle/routes.ts';
import { CALLS_PER_USER } from '../../src/lifecycle/rpc.ts';
import { KEPT_DAYS, KEPT_RUNS } from '../../src/lifecycle/run-store.ts';
import { FUNCTIONS, TABLES } from '../../src/lifecycle/sql/allowed.ts';
import {
  EMBEDDED_STATEMENT_LIMIT_MS,
  MAX_CHANGED_ROWS,
  MAX_PARAMETERS,
  MAX_RESULT_BYTES,
  MAX_ROWS,
  MAX_SCOPE_WRITES,
  MAX_SQL_LENGTH,
  STATEMENT_LIMIT_MS,
} from '../../src/lifecycle/sql/limits.ts';
import { DISABLE_AT, PAUSE_AT } from '../../src/lifecycle/strikes.ts';
import { TICK_SECONDS } from '../../src/lifecycle/wake-store.ts';
import {
  FIELD_LIMITS,
  MAX_DEPENDENCIES,
  MAX_SCRIPT_BYTES,
} from '../../src/plugins/publish-fields.ts';
import { MAX_SETTINGS, MAX_SETTINGS_BYTES } from '../../src/plugins/settings-schema.ts';
import { THEME_VARIABLES } from '../../src/plugins/theme-values.ts';
import { MAX_THEMES_PER_AUTHOR } from '../../src/plugins/themes.ts';
import { LIFECYCLE_PROFILE } from '../../src/sandbox/profile.ts';
import { readTokens } from '../ui/tokens.macro.ts';

const KIB = 1024;
const MIB = KIB * KIB;
const toNumber = (value: number) => value.toLocaleString('en-GB');
const toSize = (bytes: number) =>
  bytes >= MIB ? `${toNumber(bytes / MIB)} MB` : `${toNumber(bytes / KIB)} KB`;
const toSeconds = (milliseconds: number) => `${milliseconds / 1_000} s`;

const toTable = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const code = (text: string) => `\`${text}\``;
const codes = (names: Iterable<string>) => [...names].map(code).join(', ');

const runLimits = () =>
  toTable(
    ['One run', 'May have'],
    [
      ['Memory, code included', toSize(LIFECYCLE_PROFILE.memoryBytes)],
      ['Stack', toSize(LIFECYCLE_PROFILE.stackBytes)],
      ['Time, queries included', toSeconds(LIFECYCLE_PROFILE.runLimitMs)],
      ['Network, files, timers, browser objects', 'none'],
      ['Body of a call to an endpoint', toSize(RPC_BODY_BYTES)],
      ['Calls of one person at a time', toNumber(CALLS_PER_USER)],
      ['Between two ticks', `${TICK_SECONDS} s, more or less`],
      ['Runs that are kept to look at', `${KEPT_RUNS}, for ${KEPT_DAYS} days`],
    ],
  );

const sqlLimits = () =>
  toTable(
    ['One statement', 'May have'],
    [
      ['Kind', 'SELECT, INSERT, UPDATE or DELETE; one at a time'],
      [
        'Time',
        `${toSeconds(STATEMENT_LIMIT_MS)}, with the embedded database ${toSeconds(EMBEDDED_STATEMENT_LIMIT_MS)}`,
      ],
      ['Text', `${toNumber(MAX_SQL_LENGTH)} characters`],
      ['Parameters', toNumber(MAX_PARAMETERS)],
      ['Rows it returns', toNumber(MAX_ROWS)],
      ['Size of its result', toSize(MAX_RESULT_BYTES)],
      ['Rows it changes', toNumber(MAX_CHANGED_ROWS)],
      ['Changes in one run of the editor', toNumber(MAX_SCOPE_WRITES)],
    ],
  );

const keyLimits = () =>
  toTable(
    ['Keys of one plugin for one person', 'At most'],
    [
      ['Key', `${toNumber(MAX_KEY_BYTES)} bytes`],
      ['Value', toSize(MAX_VALUE_BYTES)],
      ['Keys', toNumber(PLUGIN_KEY_LIMITS.keys)],
      ['All together', toSize(PLUGIN_KEY_LIMITS.bytes)],
    ],
  );

const tables = () =>
  toTable(
    ['Table', 'INSERT', 'UPDATE', 'DELETE'],
    Object.entries(TABLES).map(([name, { insert, update, delete: isDeletable }]) => [
      code(name),
      insert.length > 0 ? codes(insert) : 'no',
      update.length > 0 ? codes(update) : 'no',
      isDeletable ? 'yes' : 'no',
    ]),
  );

const publishLimits = () =>
  toTable(
    ['Field', 'At most'],
    [
      ...Object.entries(FIELD_LIMITS).map(([field, most]) => [
        code(field),
        `${toNumber(most)} characters`,
      ]),
      [code('script'), toSize(MAX_SCRIPT_BYTES)],
      [code('settings_schema'), `${MAX_SETTINGS} settings, ${toSize(MAX_SETTINGS_BYTES)}`],
      ['Dependencies', String(MAX_DEPENDENCIES)],
    ],
  );

const themeValues = () =>
  toTable(
    ['Variable', 'Takes'],
    Object.entries(THEME_VARIABLES).map(([name, { example }]) => [code(name), example]),
  );

/** A colour with a look at it. */
const toValue = (value: string) =>
  value.startsWith('#')
    ? `<span class="docs-swatch" data-style="background:${value}"></span>${code(value)}`
    : code(value);

const tokens = () =>
  toTable(
    ['Token', 'Dark', 'Light'],
    readTokens().map(({ name, dark, light }) => [code(name), toValue(dark), toValue(light)]),
  );

/** What stands for `{{name}}` in the text of a page. */
export const FACTS: Readonly<Record<string, () => string>> = {
  runLimits,
  sqlLimits,
  keyLimits,
  tables,
  functions: () => codes(FUNCTIONS),
  publishLimits,
  themeValues,
  tokens,
  pauseAt: () => String(PAUSE_AT),
  disableAt: () => String(DISABLE_AT),
  mostThemes: () => String(MAX_THEMES_PER_AUTHOR),
};
