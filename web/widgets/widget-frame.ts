/**
 * Runs inside a widget's frame, whose origin is opaque: gets the script and its key from the page
 * over a port, runs it as documented (spec/codetrackr 4), and tells its size, errors and console.
 */
import { openConsole, textOf } from './frame-console.ts';
import { openFetch } from './frame-fetch.ts';
import { raiseWalls } from './frame-walls.ts';
import {
  type FrameMessage,
  MOST_TEXT_CHARACTERS,
  type PageMessage,
  PORT_MESSAGE,
  type WidgetTheme,
} from './messages.ts';

/** Lines that `new Function` puts before the script's first one. */
const WRAPPER_LINES = 2;
/** Of 255: a background below this is dark (spec/codetrackr 4). */
const DARK_BELOW = 128;

/** The script as it appears in stack traces; also what tells its frames from ours. */
const SCRIPT_NAME = 'plugin.js';

raiseWalls(window);

const container = document.createElement('div');
container.id = 'container';
document.body.append(container);

function isDark(): boolean {
  const channels = getComputedStyle(document.documentElement)
    .getPropertyValue('background-color')
    .match(/\d+(\.\d+)?/g);
  const [red = 0, green = 0, blue = 0] = (channels ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue < DARK_BELOW;
}

function wear({ scheme, variables }: WidgetTheme): void {
  const root = document.documentElement;
  if (scheme === null) delete root.dataset.theme;
  else root.dataset.theme = scheme;
  root.removeAttribute('style');
  for (const [name, value] of Object.entries(variables)) root.style.setProperty(name, value);
}

function lineOf(stack: string): number | null {
  const [, line] = stack.match(new RegExp(`${SCRIPT_NAME}:(\\d+)`)) ?? [];
  const own = Number(line) - WRAPPER_LINES;
  return own >= 1 ? own : null;
}

function connect(port: MessagePort): void {
  const send = (message: FrameMessage) => port.postMessage(message);
  const network = openFetch(window.fetch.bind(window));
  window.fetch = network.fetch;
  const original = openConsole(console, (level, text) => send({ type: 'log', level, text }));

  function fail(error: unknown, { isFatal }: { isFatal: boolean }): void {
    original.error(error);
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    send({
      type: 'error',
      message: textOf(error),
      stack: stack.slice(0, MOST_TEXT_CHARACTERS),
      line: lineOf(stack),
      isFatal,
    });
  }

  function run({ script, token, basePath, theme }: Extract<PageMessage, { type: 'run' }>): void {
    wear(theme);
    network.set({ token, basePath });
    try {
      const body = `${script}\n//# sourceURL=${SCRIPT_NAME}`;
      new Function('container', 'token', 'isDark', body)(container, token, isDark());
    } catch (error) {
      container.textContent = '⚠ Plugin error';
      fail(error, { isFatal: true });
    }
  }

  window.addEventListener('error', ({ error, message }) => {
    fail(error ?? message, { isFatal: false });
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    fail(reason, { isFatal: false });
  });
  new ResizeObserver(() => {
    send({ type: 'size', height: Math.ceil(document.documentElement.offsetHeight) });
  }).observe(document.documentElement);
  port.onmessage = ({ data }: MessageEvent<PageMessage>) => {
    if (data.type === 'run') run(data);
    else if (data.type === 'token') network.set({ token: data.token });
    else wear(data.theme);
  };
}

window.addEventListener('message', function accept(event) {
  const [port] = event.ports;
  if (event.source !== window.parent || event.data !== PORT_MESSAGE || !port) return;
  window.removeEventListener('message', accept);
  connect(port);
});
