/**
 * What kind of work a heartbeat is (spec/codetrackr 1.2), with words where CodeTrackr looks for
 * substrings: `latest.rs` and `prefix.ts` are not debugging, `json-parser.ts` is not
 * configuration. Both expressions are Postgres regular expressions, used in SQL only.
 */

/** Keys of a session's `work_breakdown`, in the order of the documented list. */
export const WORK_TYPES = ['writing', 'debugging', 'reading', 'config'] as const;

export type WorkType = (typeof WORK_TYPES)[number];

/** The names that `work_types` answers with. */
export const WORK_TYPE_LABELS: Readonly<Record<WorkType, string>> = {
  writing: 'Writing code',
  debugging: 'Debugging',
  reading: 'Reading code',
  config: 'Config / tooling',
};

/** A file name that is configuration as a whole: known names, then known extensions. */
export const CONFIG_FILE = [
  '(?:^|[/\\\\])(?:',
  '[Dd]ockerfile(?:[.][^/\\\\]*)?|[Mm]akefile|[Gg]radlew?|requirements[^/\\\\]*[.]txt|pom[.]xml',
  '|[.]env(?:[.][^/\\\\]*)?|[.]gitignore|[.](?:eslint|prettier)rc(?:[.][^/\\\\]*)?',
  '|(?:webpack|vite)[.]config[.][^/\\\\]+',
  '|[^/\\\\]*[.](?:json|toml|ya?ml|lock|ini|cfg|conf|env|gradle)',
  ')$',
].join('');

/**
 * A word of file, branch or category that means debugging or testing: between non-letters
 * (`fix/login`, `test_api.py`, `__tests__`), or capitalised inside a name (`LoginTest.java`).
 */
export const DEBUGGING_WORD = [
  '(?:^|[^A-Za-z])(?:[Dd]ebug(?:ger|ging)?|[Bb]ug[Ff]ix(?:es)?|[Hh]ot[Ff]ix(?:es)?|[Ff]ix(?:es)?',
  '|[Tt]est(?:s|ing|data)?|[Ss]pecs?|DEBUG|TESTS?|SPECS?|FIX)(?:[^a-z]|$)',
  '|[a-z0-9](?:Debug(?:ger)?|Bug[Ff]ix|Hot[Ff]ix|Fix|Tests?|Specs?)(?:[^a-z]|$)',
].join('');

export function isWorkType(text: string): text is WorkType {
  return WORK_TYPES.some((type) => type === text);
}
