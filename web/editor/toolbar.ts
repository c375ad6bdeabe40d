import { html } from 'htm/preact';
import { Download, FilePlus, Upload } from 'lucide';
import { useRef } from 'preact/hooks';
import { ConfirmButton } from '../ui/confirm.ts';
import { Icon } from '../ui/icon.ts';
import { titleOf } from './draft.ts';
import { fileNameOf, toPluginFile } from './draft-file.ts';
import type { OwnPlugin } from './wire.ts';
import type { Workbench } from './workbench.ts';

interface ToolbarProps {
  workbench: Workbench;
  own: readonly OwnPlugin[];
  onOpenPlugin: (name: string) => void;
  onImport: (file: File) => void;
}

/** Which draft is open, and ways in and out. */
export function Toolbar({ workbench, own, onOpenPlugin, onImport }: ToolbarProps) {
  const draft = workbench.draft.value;
  const remove = async () => workbench.remove();
  return html`
    <div class="cteditor-top">
      <h1 class="cteditor-title">Editor</h1>
      <${Chooser} ...${{ workbench, own, onOpenPlugin }} />
      <button class="btn" type="button" onClick=${() => workbench.add({})}>
        <${Icon} of=${FilePlus} size=${14} /> New
      </button>
      <span class="cteditor-kept" role="status" data-kept=${workbench.isKept.value}>
        ${workbench.isKept.value ? 'Kept in this browser' : 'Not kept: this browser has no room. Export it.'}
      </span>
      <div class="button-row cteditor-files">
        <${ImportButton} onImport=${onImport} />
        <button class="btn" type="button" onClick=${() => download(`${fileNameOf(draft)}.ctplugin`, toPluginFile(draft))}>
          <${Icon} of=${Download} size=${14} /> Export
        </button>
        <button
          class="btn"
          type="button"
          aria-label="Export the script as .js"
          onClick=${() => download(`${fileNameOf(draft)}.js`, draft.code)}
        >
          .js
        </button>
        <${ConfirmButton}
          label="Delete draft"
          question=${`Delete the draft “${titleOf(draft)}”?`}
          consequence="It is only in this browser. What is published stays published."
          onConfirm=${remove}
        >
          Delete
        </>
      </div>
    </div>
  `;
}

function Chooser({ workbench, own, onOpenPlugin }: Omit<ToolbarProps, 'onImport'>) {
  const draft = workbench.draft.value;
  const drafts = workbench.drafts.value;
  const others = own.filter(({ name }) => drafts.every(({ meta }) => meta.name !== name));
  const choose = ({ currentTarget }: { currentTarget: HTMLSelectElement }) => {
    const [kind, id = ''] = currentTarget.value.split('/');
    if (kind === 'plugin') onOpenPlugin(id);
    else workbench.select(id);
  };
  const isAlone = drafts.filter(({ meta }) => !meta.display_name && !meta.name).length < 2;
  return html`
    <label class="cteditor-chooser">
      <span class="visually-hidden">Draft</span>
      <select class="input" id="draftChooser" value=${`draft/${draft.id}`} onChange=${choose}>
        <optgroup label="Drafts">
          ${drafts.map((each) => {
            const shown = each.id === draft.id ? draft : each;
            return html`<option key=${each.id} value=${`draft/${each.id}`}>${titleOf(shown, isAlone)}</option>`;
          })}
        </optgroup>
        ${
          others.length > 0 &&
          html`
            <optgroup label="My plugins">
              ${others.map(({ name, display_name }) => html`<option key=${name} value=${`plugin/${name}`}>${display_name}</option>`)}
            </optgroup>
          `
        }
      </select>
    </label>
  `;
}

function ImportButton({ onImport }: { onImport: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const take = () => {
    const [file] = input.current?.files ?? [];
    if (file) onImport(file);
    if (input.current) input.current.value = ''; // the same file again is a choice too
  };
  return html`
    <button class="btn" type="button" onClick=${() => input.current?.click()}>
      <${Icon} of=${Upload} size=${14} /> Import
    </button>
    <input
      class="hidden"
      id="importInput"
      type="file"
      accept=".ctplugin,.js,.json"
      aria-label="Import a plugin"
      ref=${input}
      onChange=${take}
    />
  `;
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
