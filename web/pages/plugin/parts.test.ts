import { expect, test } from 'bun:test';
import type { PluginDetail } from '../../store/plugins.ts';
import { listParts, partAddress, readPart } from './parts.ts';

const plugin = {
  id: '1',
  author_id: '2',
  author_username: 'ada',
  name: 'x',
  display_name: 'X',
  description: null,
  version: '1.0.0',
  repository: null,
  icon: null,
  script: null,
  install_count: 0,
  avg_rating: 0,
  rating_count: 0,
  has_external_access: false,
  created_at: '',
  widget_type: null,
  api_endpoint: null,
  settings_schema: { type: 'object', properties: { goal: { type: 'integer' } } },
  is_published: true,
  is_banned: false,
  ban_reason: null,
};
const detail: PluginDetail = {
  plugin,
  author_username: 'ada',
  reviews: [],
  screenshots: [],
  access: {
    hooks: ['on_tick'],
    endpoints: [],
    tables: [],
    hosts: [],
    uses_eval: false,
    widget: false,
  },
  readme: null,
  changelog: null,
  plugin_type: 'lifecycle',
  updated_at: '',
  dependencies: [],
};
const partsOf = (given: PluginDetail, isInstalled: boolean) =>
  listParts(given, { isInstalled, isAuthor: false }).map(({ part }) => part);

test('settings and runs are for those who have installed it', () => {
  expect(partsOf(detail, false)).toEqual(['about', 'reviews', 'versions', 'source']);
  expect(partsOf(detail, true)).toContain('settings');
  expect(partsOf(detail, true)).toContain('runs');
});

test('a widget has no runs, and no form without a schema', () => {
  const access = { ...detail.access, hooks: [], widget: true };
  const widget = { ...detail, access, plugin: { ...plugin, settings_schema: null } };
  expect(partsOf(widget, true)).toEqual(partsOf(widget, false));
});

test('an address of a part that is not there shows what it is about', () => {
  const parts = listParts(detail, { isInstalled: false, isAuthor: false });
  expect(readPart(new URLSearchParams('show=reviews'), parts)).toBe('reviews');
  expect(readPart(new URLSearchParams('show=runs'), parts)).toBe('about');
  expect([partAddress('x', 'about'), partAddress('x', 'runs')]).toEqual([
    'plugin/x',
    'plugin/x?show=runs',
  ]);
});

test('what panels failed with is for their author', () => {
  const widget = { ...detail, access: { ...detail.access, widget: true } };
  const own = (given: PluginDetail) =>
    listParts(given, { isInstalled: false, isAuthor: true }).map(({ part }) => part);
  expect(own(widget)).toContain('errors');
  expect(own(detail)).not.toContain('errors');
  expect(partsOf(widget, true)).not.toContain('errors');
});
