import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../app.ts';
import type { FrameMessage } from '../widgets/messages.ts';
import { openWidget, type Widget } from '../widgets/widget.ts';
import { addLog, type Output } from './output.ts';
import type { Preview, Runner } from './runner.ts';
import type { Workbench } from './workbench.ts';

/** A new key is there this long before the old one ends. */
const RENEW_BEFORE_MS = 60_000;
/** A key that ends soon, or a wrong clock, is no reason to ask all the time. */
const SHORTEST_WAIT_MS = 30_000;

interface PreviewFrameProps {
  workbench: Workbench;
  runner: Runner;
}

/** The widget of the last run, as on a dashboard. */
export function PreviewFrame({ workbench, runner }: PreviewFrameProps) {
  const { theme } = useApp();
  const preview = runner.preview.value;
  const host = useRef<HTMLDivElement>(null);
  const widget = useRef<Widget | null>(null);
  const current = theme.current.value;
  const scheme = current === 'system' ? null : current;
  useEffect(() => {
    if (!preview || !host.current) return;
    const opened = openWidget(host.current, {
      frameUrl: `plugin-frame/${preview.frameName}`,
      title: 'Widget',
      script: preview.script,
      token: preview.token.token,
      basePath: new URL(document.baseURI).pathname.replace(/\/$/, ''),
      theme: { scheme, variables: {} },
      onMessage: (message) => write(workbench.output, message),
    });
    widget.current = opened;
    const stopRenewing = renew(preview, runner, opened);
    return () => {
      stopRenewing();
      widget.current = null;
      opened.close();
    };
  }, [preview]);
  useEffect(() => widget.current?.setTheme({ scheme, variables: {} }), [scheme]);
  return html`
    <div class="cteditor-widget plugin-panel card" id="widget-output" ref=${host}>
      ${!preview && html`<p class="cteditor-nothing">Run to see the widget here, as on the dashboard.</p>`}
    </div>
  `;
}

function write(output: Output, message: Exclude<FrameMessage, { type: 'size' }>): void {
  if (message.type === 'log') {
    addLog(output, message.level, message.text);
    return;
  }
  const { line, message: text } = message;
  output.add(
    'error',
    `⚠ Plugin error: ${text}`,
    line === null ? undefined : { line, column: 1, message: text },
  );
  output.setStatus('error');
}

/** Gives the widget a new key before its own ends, for as long as it is shown. */
function renew({ token }: Preview, runner: Runner, widget: Widget): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (expiresAt: string) => {
    const rest = Date.parse(expiresAt) - Date.now() - RENEW_BEFORE_MS;
    timer = setTimeout(ask, Math.max(rest, SHORTEST_WAIT_MS));
  };
  const ask = () => {
    runner.findToken().then(
      (next) => {
        widget.setToken(next.token);
        wait(next.expires_at);
      },
      () => wait(token.expires_at), // offline: tried again in a while
    );
  };
  wait(token.expires_at);
  return () => clearTimeout(timer);
}
