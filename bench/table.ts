/** One line of the result. Each value stands beside a baseline that the same run has measured. */
export interface Line {
  section: string;
  what: string;
  value: string;
  baseline?: string;
  /** value / baseline */
  ratio?: number;
  /** What the issue asks for, in words; absent for figures that are only told. */
  target?: string;
  isMet?: boolean;
}

export const rate = (perSecond: number): string =>
  `${Math.round(perSecond).toLocaleString('en')}/s`;
export const milliseconds = (ms: number): string => `${ms.toFixed(ms < 100 ? 2 : 0)} ms`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;

const HEAD = ['section', 'what', 'value', 'baseline', 'ratio', 'target', ''];

const toRatio = (ratio: number): string => ratio.toFixed(ratio < 0.1 ? 4 : 2);

function toCells({ section, what, value, baseline, ratio, target, isMet }: Line): string[] {
  const verdict = isMet === undefined ? '' : isMet ? 'ok' : 'MISS';
  return [
    section,
    what,
    value,
    baseline ?? '',
    ratio === undefined ? '' : toRatio(ratio),
    target ?? '',
    verdict,
  ];
}

/** The lines as one Markdown table with aligned columns. */
export function toTable(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(toCells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const toRow = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [toRow(HEAD), rule, ...rows.slice(1).map(toRow)].join('\n');
}
