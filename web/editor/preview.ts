import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { readPageTheme, watchPageTheme } from '../panels/page-theme.ts';
import { checkOften, openTokenKeeper } from '../panels/token-keeper.ts';
import type { FrameMessage } from '../widgets/messages.ts';
import { openWidget } from '../widgets/widget.ts';
import { addLog } from './output.ts';
import type { Runner } from './runner.ts';
import type { Workbench } from './workbench.ts';

interface PreviewFrameProps {
  workbench: Workbench;
  runner: Runner;
}

/** The widget of the last run, as on a dashboard. */
export function PreviewFrame({ workbench, runner }: PreviewFrameProps) {
  const preview = runner.preview.value;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!preview || !host.current) return;
    const root = document.documentElement;
    const widget = openWidget(host.current, {
      frameUrl: new URL(`plugin-frame/${preview.frameName}`, document.baseURI).href,
      title: 'Widget',
      script: preview.script,
      token: preview.token,
      basePath: new URL(document.baseURI).pathname.replace(/\/$/, ''),
      theme: readPageTheme(root),
      onMessage: (message) => write(workbench, message),
    });
    const keeper = openTokenKeeper({
      ask: runner.findToken,
      onToken: widget.setToken,
      now: Date.now,
    });
    const endings = [widget.close, watchPageTheme(root, widget.setTheme), checkOften(keeper.check)];
    return () => {
      for (const end of endings) end();
    };
  }, [preview]);
  return html`
    <div class="cteditor-widget plugin-panel card" id="widget-output" ref=${host}>
      ${!preview && html`<p class="cteditor-nothing">Run to see the widget here, as on the dashboard.</p>`}
    </div>
  `;
}

function write(workbench: Workbench, message: Exclude<FrameMessage, { type: 'size' }>): void {
  const { output } = workbench;
  if (message.type === 'log') {
    addLog(output, message.level, message.text);
    return;
  }
  const { line, message: text } = message;
  const problem = line === null ? null : { line, column: 1, message: text };
  output.add('error', `⚠ Plugin error: ${text}`, problem ?? undefined);
  if (problem) workbench.mark(problem);
  output.setStatus('error');
}
