import { expect, test } from 'bun:test';
import { makeDraft } from './draft.ts';
import { fileNameOf, parsePluginFile, toPluginFile } from './draft-file.ts';

const meta = { name: 'my-plugin', display_name: 'Mine', readme: '# Mine', settings_schema: '{}' };
const draft = makeDraft({ id: 'a', now: 0 }, { code: 'log("ü")', meta });

test('what is exported comes back when it is imported', () => {
  expect(parsePluginFile('my-plugin.ctplugin', toPluginFile(draft))).toEqual({
    meta: draft.meta,
    code: draft.code,
  });
  expect(fileNameOf(draft)).toBe('my-plugin');
});

test('the documented fields are all there', () => {
  expect(Object.keys(JSON.parse(toPluginFile(draft)).meta)).toEqual(
    expect.arrayContaining([
      ...['name', 'display_name', 'version', 'icon', 'description', 'repository'],
      ...['plugin_type', 'widget_type'],
    ]),
  );
});

test('a script gives its file name as the name, where it is one', () => {
  expect(parsePluginFile('My-Plugin.js', 'x')).toEqual({ meta: { name: 'my-plugin' }, code: 'x' });
  expect(parsePluginFile('plugin.js', 'x').meta).toEqual({});
  expect(parsePluginFile('my plugin.js', 'x').meta).toEqual({});
});

test('other files are refused with a sentence', () => {
  expect(() => parsePluginFile('cat.png', '')).toThrow('cat.png is no plugin');
  expect(() => parsePluginFile('a.ctplugin', '{')).toThrow('a.ctplugin is no JSON');
  expect(() => parsePluginFile('a.ctplugin', '{"meta":{}}')).toThrow('has no "code"');
});
