/**
 * What a page and the frame of a widget say to each other, over a port of their own. The frame
 * runs a stranger's script, so the page believes only what `parseFrameMessage` lets through.
 */
/** Marks the one message that carries the port into the frame. */
export const PORT_MESSAGE = 'hearthbeat-widget-port';

/** How a frame looks: what the page's own root element wears. */
export interface WidgetTheme {
  /** `dark`, `light`, or null for what the system says. */
  scheme: 'dark' | 'light' | null;
  /** Values of design tokens that an installed theme sets. */
  variables: Readonly<Record<string, string>>;
}

export type PageMessage =
  | { type: 'run'; script: string; token: string; basePath: string; theme: WidgetTheme }
  | { type: 'token'; token: string }
  | { type: 'theme'; theme: WidgetTheme };

/** Longer texts of a widget are cut before they reach the page. */
export const MOST_TEXT_CHARACTERS = 4_000;

export type FrameMessage =
  | { type: 'size'; height: number }
  /**
   * `line` is in the widget's own text, from 1; null when the browser does not tell. `isFatal`: the
   * script ended there, so nothing of it runs.
   */
  | { type: 'error'; message: string; stack: string; line: number | null; isFatal: boolean }
  | { type: 'log'; level: 'log' | 'warn' | 'error'; text: string };

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= MOST_TEXT_CHARACTERS;

const isLine = (value: unknown): value is number | null =>
  value === null || (Number.isInteger(value) && Number(value) >= 1);

/** Null when it is nothing that our own code in the frame would send. */
export function parseFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type, height, message, stack, line, isFatal, level, text }: Record<string, unknown> = {
    ...data,
  };
  if (type === 'size' && typeof height === 'number' && height >= 0) return { type, height };
  if (
    type === 'error' &&
    isText(message) &&
    isText(stack) &&
    isLine(line) &&
    typeof isFatal === 'boolean'
  ) {
    return { type, message, stack, line, isFatal };
  }
  if (
    type === 'log' &&
    isText(text) &&
    (level === 'log' || level === 'warn' || level === 'error')
  ) {
    return { type, level, text };
  }
  return null;
}
