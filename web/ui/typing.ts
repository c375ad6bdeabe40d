/** Fields in which a key is a character, or moves the choice. */
const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
/** Of inputs, those that take no characters. */
const SWITCHES = 'input[type="checkbox"], input[type="radio"], input[type="button"]';

/** Whether a key belongs to the field that has the focus, or to an open dialog. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  if (document.querySelector('dialog[open]')) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  return target.closest(FIELDS) !== null && !target.matches(SWITCHES);
}
