import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { Figure } from '../charts/figure.ts';
import { Duration } from '../ui/duration.ts';
import { formatExactDuration, formatPercentage } from '../ui/format.ts';

const SHOWN_AT_FIRST = { 4: 6, 12: 10 };

interface FilesProps {
  /** Most first; '' is the unknown. */
  files: readonly { file: string; seconds: number }[];
  /** Seconds that shares are of. */
  total: number;
  span: 4 | 12;
  /** What the reader must know about the list. */
  note?: string | null;
}

/** The files that took the most time; of long paths the end, which tells them apart. */
export function Files({ files, total, span, note }: FilesProps) {
  const isOpen = useSignal(false);
  const shared = sharedFolder(files.map(({ file }) => file));
  const longest = files[0]?.seconds ?? 0;
  const limit = SHOWN_AT_FIRST[span];
  /** A rest of one would save nothing. */
  const hidden = files.length > limit + 1 ? files.length - limit : 0;
  const listed = isOpen.value || hidden === 0 ? files : files.slice(0, limit);
  return html`
    <${Figure}
      title="Files"
      span=${span}
      finding=${files[0] ? `${splitPath(files[0].file).name} took ${share(files[0].seconds, total)} of the time.` : 'No files known.'}
      table=${{
        columns: ['File', 'Time', 'Share'],
        rows: files.map(({ file, seconds }) => [
          file || 'Unknown',
          formatExactDuration(seconds),
          `${((seconds / Math.max(1, total)) * 100).toFixed(1)} %`,
        ]),
      }}
    >
      <ol class="ranked files" data-columns=${span === 12 ? 2 : 1}>
        ${listed.map(({ file, seconds }) => {
          const { folder, name } = splitPath(file.slice(shared.length));
          return html`
            <li key=${file} class="ranked-row" title=${`${file || 'Unknown'}: ${formatExactDuration(seconds)}`}>
              <span class="ranked-name file-name">
                ${folder && html`<span class="file-folder"><bdi>${folder}</bdi></span>`}<span class="file-base">${name}</span>
              </span>
              <span class="ranked-time"><${Duration} seconds=${seconds} /></span>
              <span class="ranked-share">${share(seconds, total)}</span>
              <span class="ranked-track" aria-hidden="true">
                <span class="mark ranked-bar" style=${{ width: `${longest > 0 ? (seconds / longest) * 100 : 0}%` }}></span>
              </span>
            </li>
          `;
        })}
      </ol>
      ${
        hidden > 0 &&
        html`
          <button
            class="ranked-rest"
            type="button"
            aria-expanded=${isOpen.value}
            onClick=${() => {
              isOpen.value = !isOpen.value;
            }}
          >
            ${isOpen.value ? 'Show fewer' : `Show ${hidden} more`}
          </button>
        `
      }
      ${note && html`<p class="figure-note">${note}</p>`}
    </>
  `;
}

function share(seconds: number, total: number): string {
  return formatPercentage((seconds / Math.max(1, total)) * 100);
}

/** Folder (with its slash) and name of a file, whichever way its slashes lean. */
export function splitPath(path: string): { folder: string; name: string } {
  if (path === '') return { folder: '', name: 'Unknown' };
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  if (at === path.length) return { folder: '', name: path };
  return { folder: path.slice(0, at), name: path.slice(at) };
}

/** The folder (with its slash) that all these files lie in; '' for less than two files. */
export function sharedFolder(paths: readonly string[]): string {
  const [first = '', ...others] = paths.filter((path) => path !== '');
  if (others.length === 0) return '';
  const shared = others.reduce((length, path) => {
    let same = 0;
    while (same < length && path[same] === first[same]) same++;
    return same;
  }, first.length);
  return /^.*[/\\]/s.exec(first.slice(0, shared))?.[0] ?? '';
}
