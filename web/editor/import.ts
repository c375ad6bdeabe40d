import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { Toasts } from '../toasts.ts';
import { MAX_FILE_BYTES, parsePluginFile } from './draft-file.ts';
import type { Workbench } from './workbench.ts';

/** Opens a file as a draft of its own: nothing that is there is lost. */
export async function readPluginFile(
  file: File,
  { toasts, workbench }: { toasts: Toasts; workbench: Workbench },
): Promise<void> {
  if (file.size > MAX_FILE_BYTES) {
    toasts.show(`${file.name} is larger than a plugin can be.`, 'failed');
    return;
  }
  const text = await file.text();
  try {
    workbench.add(parsePluginFile(file.name, text));
    toasts.show(`${file.name} is open as a new draft`);
  } catch (error) {
    toasts.show(error instanceof Error ? error.message : String(error), 'failed');
  }
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes a file that is dropped anywhere on the page. */
export function DropZone(props: { onImport: (file: File) => void; children: ComponentChildren }) {
  const isOver = useSignal(false);
  const over = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    isOver.value = true;
  };
  const drop = (event: DragEvent) => {
    isOver.value = false;
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation(); // the script's field would take its text
    props.onImport(file);
  };
  return html`
    <div
      class="cteditor"
      data-over=${isOver.value}
      onDragOver=${over}
      onDragLeave=${() => {
        isOver.value = false;
      }}
      onDropCapture=${drop}
    >
      ${props.children}
    </div>
  `;
}
