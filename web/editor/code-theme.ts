/** CodeMirror in our tokens: colours are custom properties, so each theme brings its own. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const FLOATING = {
  border: '1px solid var(--border-focus)',
  borderRadius: 'var(--radius)',
  backgroundColor: 'var(--bg-card)',
  color: 'var(--text-main)',
  boxShadow: '0 8px 24px rgb(0 0 0 / 25%)',
};

const MONO = { fontFamily: 'var(--font-mono)', fontSize: '12px' };

const looks = EditorView.theme({
  '&': { height: '100%', color: 'var(--text-main)', backgroundColor: 'var(--bg-card)' },
  '&.cm-focused': { outline: '0' }, // around the host, above the gutters
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontSize: 'var(--code-size, 13px)',
    lineHeight: '1.6',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-cursor, .cm-dropCursor': { borderLeft: '2px solid var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { background: 'var(--code-selection)' },
  '.cm-activeLine': { backgroundColor: 'var(--code-line)' },
  '.cm-gutters': { border: '0', backgroundColor: 'var(--bg-card)', color: 'var(--text-muted)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--code-line)', color: 'var(--text-main)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 12px', minWidth: '36px' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--code-match)', outline: '0' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'var(--danger)' },
  '.cm-selectionMatch, .cm-searchMatch': { backgroundColor: 'var(--code-match)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--code-selection)' },
});

const floats = EditorView.theme({
  '.cm-tooltip': FLOATING,
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { ...MONO, maxHeight: '220px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px 3px 6px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    background: 'var(--bg-hover)',
    color: 'var(--text-main)',
  },
  '.cm-completionDetail': { color: 'var(--text-muted)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none' },
  '.cm-tooltip.cm-completionInfo': {
    padding: '8px 12px',
    fontFamily: 'var(--font-sans)',
    fontSize: '12px',
  },
  '.cm-diagnostic': { padding: '6px 10px', fontFamily: 'var(--font-sans)', fontSize: '12px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--danger)' },
  '.cm-panels': { backgroundColor: 'var(--bg-card)', color: 'var(--text-main)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--border)' },
  '.cm-panel.cm-search': { padding: '8px 32px 8px 12px', fontSize: '12px' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--text-muted)' },
  '.cm-panel.cm-search [name=close]': { fontSize: '18px', padding: '4px 8px' },
  '.cm-textfield': {
    border: '1px solid var(--border-focus)',
    borderRadius: 'var(--radius-sm)',
    padding: '4px 8px',
    backgroundColor: 'var(--bg-input)',
    color: 'var(--text-main)',
    ...MONO,
  },
  '.cm-textfield:focus-visible, .cm-panel input:focus-visible, .cm-panel button:focus-visible': {
    outline: '2px solid var(--accent)',
  },
  '.cm-panel input[type=checkbox]': { accentColor: 'var(--accent)' },
  '.cm-button': {
    border: '1px solid var(--border)',
    borderRadius: 'var(--radius-pill)',
    padding: '4px 12px',
    background: 'transparent',
    color: 'var(--text-main)',
    ...MONO,
  },
});

/** How a comparison shows what was taken away and what came. */
const comparison = EditorView.theme({
  '&.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--code-added)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--code-removed)', paddingLeft: '8px' },
  '&.cm-merge-b .cm-changedText': { background: 'var(--code-added-strong)' },
  '&.cm-merge-b .cm-deletedChunk .cm-deletedText': { background: 'var(--code-removed-strong)' },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--ok)' },
  '&.cm-merge-b .cm-deletedLineGutter': { background: 'var(--danger)' },
  '&.cm-merge-b .cm-collapsedLines': {
    background: 'var(--bg-hover)',
    color: 'var(--text-muted)',
    ...MONO,
  },
});

const { definition, function: called, special } = tags;

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self, tags.null], color: 'var(--code-keyword)' },
  { tag: [tags.string, special(tags.string), tags.regexp], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--code-number)' },
  {
    tag: [
      called(tags.variableName),
      called(tags.propertyName),
      called(definition(tags.variableName)),
    ],
    color: 'var(--code-function)',
  },
  { tag: [tags.propertyName, definition(tags.propertyName)], color: 'var(--code-property)' },
  { tag: [tags.className, tags.typeName], color: 'var(--code-function)' },
  { tag: [tags.comment], color: 'var(--code-comment)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket], color: 'var(--text-muted)' },
]);

export const codeTheme = [looks, floats, comparison, syntaxHighlighting(colours)];
