import type { Static } from '@sinclair/typebox';
import type { Language as LinguistLanguage } from 'linguist-languages';
import { listEditorNames } from '../../heartbeats/display-names.ts';
import { idOfName } from '../../heartbeats/wakatime-user.ts';
import { toPage } from './lists.ts';
import type { Editors, ProgramLanguages } from './shapes-lists.ts';

/** Whose names in catalogues are: the instance's. */
const NOBODY = '';

/** Editors that are known by name; heartbeats may carry others. */
export function listEditors(): Static<typeof Editors> {
  return toPage(
    listEditorNames().map((name) => ({
      id: idOfName(NOBODY, `editor ${name}`),
      name,
      color: null,
      website: null,
      version: null,
    })),
  );
}

/** Every language that Linguist knows, with its colour. Its data is read when it is asked for. */
export async function listLanguages(): Promise<Static<typeof ProgramLanguages>> {
  const languages: LinguistLanguage[] = Object.values(await import('linguist-languages'));
  return toPage(
    languages
      .map(({ name, color }) => ({
        id: idOfName(NOBODY, `language ${name}`),
        name,
        color: color ?? null,
        is_verified: true as const,
      }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
  );
}
