import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { ApiError } from '../../api.ts';
import { useApp } from '../../app.ts';
import { useAction } from '../../ui/action.ts';
import { TextField } from '../../ui/field.ts';
import { Submit } from '../../ui/submit.ts';

/** As the server (src/plugins/opinions.ts). */
const MAX_DATA_URL_CHARACTERS = 400_000;
const MAX_CAPTION_CHARACTERS = 200;
const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

interface AddScreenshotProps {
  pluginId: string;
  onDone: () => Promise<void>;
}

/** A picture from this device; it is kept here, so that looking at it asks nobody else. */
export function AddScreenshot({ pluginId, onDone }: AddScreenshotProps) {
  const { api, toasts } = useApp();
  const id = useId();
  const file = useSignal<File | null>(null);
  const caption = useSignal('');
  const add = useAction(async () => {
    if (!file.value) return;
    const url = await readPicture(file.value);
    await api.post(`api/v1/store/plugin/${pluginId}/screenshot`, { url, caption: caption.value });
    file.value = null;
    caption.value = '';
    toasts.show('Screenshot added');
    await onDone();
  });
  return html`
    <details class="more">
      <summary>Add a screenshot</summary>
      <form class="form" onSubmit=${add.run}>
        <div class="field">
          <label class="field-label" for=${id}>Picture</label>
          <input
            id=${id}
            class="file-input"
            type="file"
            accept=${TYPES.join(',')}
            required
            aria-describedby=${`${id}-note`}
            onChange=${(event: { currentTarget: HTMLInputElement }) => {
              file.value = event.currentTarget.files?.[0] ?? null;
            }}
          />
          <p class="field-hint" id=${`${id}-note`}>PNG, JPEG, WebP or GIF, 300 KB at most.</p>
        </div>
        <${TextField} label="Caption" name="caption" value=${caption} maxLength=${MAX_CAPTION_CHARACTERS} />
        <${Submit} action=${add}>Add</>
      </form>
    </details>
  `;
}

async function readPicture(file: File): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(toError('The file cannot be read.', reader.error));
    reader.readAsDataURL(file);
  });
  if (url.length <= MAX_DATA_URL_CHARACTERS) return url;
  throw toError('The picture is too large. Save it smaller, 300 KB at most.');
}

const toError = (message: string, cause?: unknown) =>
  new ApiError(message, { status: 0, code: 'invalid', cause });
