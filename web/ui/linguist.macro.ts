import * as linguist from 'linguist-languages';

/**
 * Linguist's colour of each language, by lower-case name. Runs while the pages are built (a Bun
 * macro), so that only names and colours reach the browser.
 */
export function readLanguageColours(): Record<string, string> {
  const colours: Record<string, string> = {};
  for (const language of Object.values(linguist)) {
    if ('color' in language && language.color) {
      colours[language.name.toLowerCase()] = language.color.toLowerCase();
    }
  }
  return colours;
}
