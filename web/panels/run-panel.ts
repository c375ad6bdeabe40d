/** A panel's widget, from when its place comes near the window until the panel goes. */
import type { FrameMessage } from '../widgets/messages.ts';
import { openWidget, type Widget } from '../widgets/widget.ts';
import { readHeight, saveHeight } from './heights.ts';
import { readPageTheme, watchPageTheme } from './page-theme.ts';
import { checkOften, openTokenKeeper } from './token-keeper.ts';

/** A frame is made when its place is this near. */
const NEAR_PX = 400;
/** How long the place keeps its last height while the widget draws. */
const SETTLE_MS = 1_500;
const SAVE_HEIGHT_AFTER_MS = 1_000;

export type WidgetFailure = Pick<
  Extract<FrameMessage, { type: 'error' }>,
  'message' | 'line' | 'isFatal'
>;

interface RunOptions {
  name: string;
  title: string;
  script: string;
  /** Rejects when the server gives none. */
  askToken(): Promise<string>;
  onFailure(failure: WidgetFailure): void;
  /** No token, so no widget. */
  onUnavailable(error: unknown): void;
}

function whenNear(place: HTMLElement, act: () => void): () => void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin: `${NEAR_PX}px` },
  );
  observer.observe(place);
  return () => observer.disconnect();
}

/** Keeps the place as high as it was, and remembers how high it becomes. */
function keepHeight(place: HTMLElement, name: string) {
  const known = readHeight(localStorage, name);
  if (known !== null) place.style.minHeight = `${known}px`;
  let saving: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;
  return {
    onHeight(height: number): void {
      settling ??= setTimeout(() => {
        place.style.minHeight = '';
      }, SETTLE_MS);
      clearTimeout(saving);
      saving = setTimeout(() => saveHeight(localStorage, name, height), SAVE_HEIGHT_AFTER_MS);
    },
    close(): void {
      clearTimeout(saving);
      clearTimeout(settling);
      place.style.minHeight = '';
    },
  };
}

/** Returns the function that ends it: nothing of the widget stays. */
export function runPanel(place: HTMLElement, options: RunOptions): () => void {
  const { name, title, script, askToken } = options;
  const root = document.documentElement;
  const ending = new AbortController();
  const height = keepHeight(place, name);

  function open(token: string): void {
    const widget: Widget = openWidget(place, {
      frameUrl: new URL(`plugin-frame/${encodeURIComponent(name)}`, document.baseURI).href,
      title,
      script,
      token,
      basePath: new URL(document.baseURI).pathname.replace(/\/$/, ''),
      theme: readPageTheme(root),
      onHeight: height.onHeight,
      onMessage(message) {
        if (message.type === 'error') options.onFailure(message);
      },
    });
    const keeper = openTokenKeeper({ ask: askToken, onToken: widget.setToken, now: Date.now });
    const endings = [widget.close, watchPageTheme(root, widget.setTheme), checkOften(keeper.check)];
    ending.signal.addEventListener('abort', () => {
      for (const end of endings) end();
    });
  }

  async function start(): Promise<void> {
    try {
      const token = await askToken();
      if (!ending.signal.aborted) open(token);
    } catch (error) {
      if (!ending.signal.aborted) options.onUnavailable(error);
    }
  }

  const stopWatching = whenNear(place, () => void start());
  return () => {
    stopWatching();
    height.close();
    ending.abort();
  };
}
