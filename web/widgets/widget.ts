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

/** Lets so many through in a second. */
function openThrottle(most: number) {
  let since = 0;
  let count = 0;
  return (): boolean => {
    const now = performance.now();
    if (now - since > SECOND_MS) {
      since = now;
      count = 0;
    }
    count += 1;
    return count <= most;
  };
}

/** Puts the widget into `parent` and runs its script there. */
export function openWidget(parent: HTMLElement, options: WidgetOptions): Widget {
  const frame = openFrame(options);
  const { port1: port, port2: framePort } = new MessageChannel();
  const send = (message: PageMessage) => port.postMessage(message);
  const isHeard = openThrottle(MOST_MESSAGES_PER_SECOND);

  port.onmessage = ({ data }) => {
    const message = isHeard() ? parseFrameMessage(data) : null;
    if (message === null) return;
    if (message.type !== 'size') options.onMessage(message);
    else frame.style.height = `${Math.min(message.height, MOST_HEIGHT_PX)}px`;
  };
  frame.addEventListener(
    'load',
    () => {
      // An opaque origin has no name: the port goes to whoever is in the frame, which is ours.
      frame.contentWindow?.postMessage(PORT_MESSAGE, '*', [framePort]);
      const { script, token, basePath, theme } = options;
      send({ type: 'run', script, token, basePath, theme });
    },
    { once: true },
  );
  parent.append(frame);
  return {
    setToken: (token) => send({ type: 'token', token }),
    setTheme: (theme) => send({ type: 'theme', theme }),
    close() {
      port.close();
      frame.remove();
    },
  };
}
