/** The option table as people read it: help, `hearthbeat config` and README. */
import { type LoadedConfig, type Option, type OptionName, options } from './config.ts';

function listOptions(): [OptionName, Option<unknown>][] {
  return Object.entries(options) as [OptionName, Option<unknown>][];
}

/** Hides what a URL proves itself with: its password and its query. */
export function redactUrl(text: string): string {
  if (!URL.canParse(text)) return '[hidden]';
  const url = new URL(text);
  if (url.password) url.password = 'hidden';
  if (url.search) url.search = '?hidden';
  return url.href;
}

function showValue({ isSecret }: Option<unknown>, value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '(not set)';
  if (Array.isArray(value)) {
    return value.map(([address, prefix]) => `${address}/${prefix}`).join(', ');
  }
  return isSecret ? redactUrl(String(value)) : String(value);
}

/** One line per option: name, value in force (secrets redacted) and its source. */
export function toConfigListing({ config, sources }: LoadedConfig): string {
  const rows = listOptions().map(([name, option]) => [
    option.env[0],
    showValue(option, config[name]),
    sources[name],
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([name = '', value = '', source = '']) =>
      [name.padEnd(widths[0] ?? 0), value.padEnd(widths[1] ?? 0), source].join('  '),
    )
    .join('\n');
}

const HELP_WIDTH = 30;

/** The options as `--help` lists them. */
export function toHelp(): string {
  return listOptions()
    .map(([, { flag, placeholder, isSwitch, env, description, isSecret, default: fallback }]) => {
      const value = isSwitch ? '' : ` ${placeholder}`;
      const usage = flag ? `  --${flag}${value}` : `  (${env[0]}=${placeholder})`;
      const variables = flag ? ` [${env.join(', ')}]` : isSecret ? ` [or ${env[0]}_FILE]` : '';
      const standard = fallback ? ` Default: ${fallback}.` : '';
      const text = description.replaceAll('`', '') + standard + variables;
      return usage.length < HELP_WIDTH
        ? `${usage.padEnd(HELP_WIDTH)}${text}`
        : `${usage}\n${''.padEnd(HELP_WIDTH)}${text}`;
    })
    .join('\n');
}

/** README's table. */
export function toMarkdownTable(): string {
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  const rows = listOptions().map(([, { env, flag, isSecret, default: fallback, description }]) => {
    const variables = [...env, ...(isSecret ? [`${env[0]}_FILE`] : [])].map(code).join(', ');
    return `| ${variables} | ${flag ? code(`--${flag}`) : ''} | ${fallback ? code(fallback) : ''} | ${description} |`;
  });
  return ['| variable | flag | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}
