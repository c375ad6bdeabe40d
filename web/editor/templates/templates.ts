import type { Mode } from '../draft.ts';
import { BOTH_TEMPLATE } from './both.ts';
import { LIFECYCLE_TEMPLATE } from './lifecycle.ts';
import { WIDGET_TEMPLATE } from './widget.ts';

interface Template {
  label: string;
  code: string;
  /** What a run of it shows first. */
  mode: Mode;
}

export const TEMPLATES = {
  both: { label: 'Hooks and widget', code: BOTH_TEMPLATE, mode: 'on_heartbeat' },
  widget: { label: 'Widget', code: WIDGET_TEMPLATE, mode: 'widget' },
  lifecycle: { label: 'Hooks', code: LIFECYCLE_TEMPLATE, mode: 'on_heartbeat' },
} as const satisfies Record<string, Template>;

export type TemplateKind = keyof typeof TEMPLATES;

export const isTemplateKind = (text: string): text is TemplateKind => text in TEMPLATES;
