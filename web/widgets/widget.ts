/** A widget on a page: its frame, what goes in, what comes out. */
import {
  type FrameMessage,
  type PageMessage,
  PORT_MESSAGE,
  parseFrameMessage,
  type WidgetTheme,
} from './messages.ts';

/** A frame cannot grow beyond this, whatever it claims. */
export const MOST_HEIGHT_PX = 2_000;
/** What a widget may say in a second; the rest is not heard. */
export const MOST_MESSAGES_PER_SECOND = 200;
/** A widget that sends more in a second would take the page's time: it is stopped. */
export const FLOOD_MESSAGES_PER_SECOND = 2_000;
const SECOND_MS = 1_000;

export interface WidgetOptions {
  /** Which document the frame loads: it says which hosts the widget may reach. */
  frameUrl: string;
  /** For assistive technology: the panel's title. */
  title: string;
  script: string;
  token: string;
  basePath: string;
  theme: WidgetTheme;
  onMessage(message: Exclude<FrameMessage, { type: 'size' }>): void;
  /** Of the content, as far as the frame follows it. */
  onHeight?(height: number): void;
}

export interface Widget {
  setToken(token: string): void;
  setTheme(theme: WidgetTheme): void;
  close(): void;
}

function openFrame({ frameUrl, title }: WidgetOptions): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  // No allow-same-origin: the widget's origin is opaque, so it reaches nothing of this page.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.setAttribute('referrerpolicy', 'no-referrer');
  frame.className = 'widget-frame';
  frame.title = title;
  frame.src = frameUrl;
  return frame;
}

/** Counts what comes in a second. */
function openCounter(): () => number {
  let since = 0;
  let count = 0;
  return () => {
    const now = performance.now();
    if (now - since > SECOND_MS) {
      since = now;
      count = 0;
    }
    count += 1;
    return count;
  };
}

/** Puts the widget into `parent` and runs its script there. */
export function openWidget(parent: HTMLElement, options: WidgetOptions): Widget {
  const frame = openFrame(options);
  const { port1: port, port2: framePort } = new MessageChannel();
  const send = (message: PageMessage) => port.postMessage(message);
  const countMessage = openCounter();
  let isStarted = false;

  function close(): void {
    port.close();
    window.removeEventListener('message', hearAside);
    frame.remove();
  }

  function stop(message: string): void {
    close();
    options.onMessage({ type: 'error', message, stack: '', line: null, isFatal: true });
  }

  /** Whether to read a message. */
  function isHeard(): boolean {
    const count = countMessage();
    if (count === FLOOD_MESSAGES_PER_SECOND) stop('Stopped: it floods the page with messages');
    return count <= MOST_MESSAGES_PER_SECOND;
  }

  /** Nothing of ours speaks beside the port, but a flood there costs the page as much. */
  function hearAside(event: MessageEvent): void {
    if (event.source === frame.contentWindow) isHeard();
  }

  function start(): void {
    if (isStarted) {
      stop('Stopped: it led its frame to another address');
      return;
    }
    isStarted = true;
    // An opaque origin has no name: the port goes to whoever is in the frame, which is ours.
    frame.contentWindow?.postMessage(PORT_MESSAGE, '*', [framePort]);
    const { script, token, basePath, theme } = options;
    send({ type: 'run', script, token, basePath, theme });
  }

  port.onmessage = ({ data }) => {
    const message = isHeard() ? parseFrameMessage(data) : null;
    if (message === null) return;
    if (message.type !== 'size') {
      options.onMessage(message);
      return;
    }
    const height = Math.min(message.height, MOST_HEIGHT_PX);
    frame.style.height = `${height}px`;
    options.onHeight?.(height);
  };
  window.addEventListener('message', hearAside);
  frame.addEventListener('load', start);
  parent.append(frame);
  return {
    setToken: (token) => send({ type: 'token', token }),
    setTheme: (theme) => send({ type: 'theme', theme }),
    close,
  };
}
