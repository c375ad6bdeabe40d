import { useSignal } from '@preact/signals';
import { html } from 'htm/preact';
import { RotateCcw } from 'lucide';
import { useEffect, useId } from 'preact/hooks';
import { THEME_VARIABLES } from '../../../src/plugins/theme-values.ts';
import { THEME_TOKENS } from '../../theme-variables.ts';
import { Icon } from '../../ui/icon.ts';
import { parseColour } from '../../ui/parse-colour.ts';
import type { Scheme } from '../../ui/readable.ts';
import { readTokens } from '../../ui/tokens.macro.ts' with { type: 'macro' };
import type { Fitting } from './fitting.ts';

const TOKENS = readTokens();

const WORDS: Readonly<Record<string, string>> = {
  '--bg': 'Page',
  '--bg-card': 'Panels and code',
  '--bg-input': 'Fields',
  '--bg-hover': 'Under the pointer',
  '--text-main': 'Words that matter',
  '--text-muted': 'All other words',
  '--text-dark': 'Decoration',
  '--border': 'Lines',
  '--border-focus': 'Lines in focus',
  '--accent': 'Accent',
  '--radius-sm': 'Small corners',
  '--radius': 'Corners',
  '--radius-pill': 'Corners of buttons',
  '--transition': 'Motion',
};

interface ValuesProps {
  fitting: Fitting;
  scheme: Scheme;
}

/** Every value that a theme may set, to be changed one by one. */
export function Values({ fitting, scheme }: ValuesProps) {
  const { own } = fitting.outfit.value;
  return html`
    <div class="theme-values">
      ${THEME_TOKENS.map((name) => {
        const token = TOKENS.find((candidate) => candidate.name === name);
        return html`
          <${Row}
            key=${name}
            name=${name}
            value=${fitting.variables.value[name] ?? token?.[scheme] ?? ''}
            isOwn=${name in own}
            onChange=${(value: string | null) => fitting.change(name, value)}
          />
        `;
      })}
    </div>
  `;
}

interface RowProps {
  name: string;
  value: string;
  isOwn: boolean;
  onChange: (value: string | null) => void;
}

function Row({ name, value, isOwn, onChange }: RowProps) {
  const id = useId();
  const text = useSignal(value);
  const grammar = THEME_VARIABLES[name];
  const parse = (given: string) => grammar?.parse(given.trim().toLowerCase()) ?? null;
  // What changed elsewhere shows here; what is being typed stays as it is typed.
  useEffect(() => {
    if (parse(text.value) !== value) text.value = value;
  }, [value]);
  const isWrong = parse(text.value) === null;
  const onInput = (event: { currentTarget: HTMLInputElement }) => {
    text.value = event.currentTarget.value;
    const parsed = parse(text.value);
    if (parsed !== null) onChange(parsed);
  };
  const paint = parseColour(value);
  return html`
    <div class="theme-value" data-own=${isOwn}>
      <label class="theme-value-label" for=${id}>${WORDS[name]} <code>${name}</code></label>
      <div class="theme-value-fields">
        ${
          paint &&
          html`<input class="theme-colour" type="color" aria-label=${`${WORDS[name]}, picker`} value=${paint.colour} onInput=${onInput} />`
        }
        <input
          class="input"
          id=${id}
          type="text"
          value=${text.value}
          spellcheck=${false}
          autocapitalize="none"
          autocomplete="off"
          aria-invalid=${isWrong}
          aria-describedby=${isWrong ? `${id}-note` : undefined}
          onInput=${onInput}
        />
        <button class="icon-button" type="button" aria-label=${`${WORDS[name]} as it was`} disabled=${!isOwn} onClick=${() => onChange(null)}>
          <${Icon} of=${RotateCcw} size=${14} />
        </button>
      </div>
      ${isWrong && html`<p class="field-error" id=${`${id}-note`}>Must be ${grammar?.example}.</p>`}
    </div>
  `;
}
