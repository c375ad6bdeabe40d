import { expect, test } from 'bun:test';
import { readAsked, toQuestion, withChange } from './view.ts';

const read = (text: string) => readAsked(new URLSearchParams(text));

test('an address without a word shows what is installed most', () => {
  expect(read('')).toEqual({ view: 'store', words: '', sort: 'installs', kind: 'all' });
  expect(toQuestion(read(''))).toBe('api/v1/store?sort=installs&scripts=false');
});

test('the address holds all that was chosen', () => {
  const query = new URLSearchParams();
  const address = withChange(query, 'sort', 'rating');
  expect(address).toBe('plugin-store?sort=rating');
  expect(withChange(new URLSearchParams('sort=rating'), 'sort', 'installs')).toBe('plugin-store');
  expect(withChange(new URLSearchParams('kind=widget'), 'q', 'a&b')).toBe(
    'plugin-store?kind=widget&q=a%26b',
  );
  expect(withChange(query, 'q', 'all')).toBe('plugin-store?q=all');
  expect(withChange(new URLSearchParams('q=all'), 'q', '')).toBe('plugin-store');
  expect(toQuestion(read('q=%20a%26b&kind=lifecycle&sort=new'))).toBe(
    'api/v1/store?sort=new&scripts=false&search=a%26b&kind=lifecycle',
  );
});

test('what an address says wrongly is the first choice, and too long a search is cut', () => {
  expect(read('sort=worst&kind=probe&view=x')).toEqual(read(''));
  expect(read(`q=${'x'.repeat(101)}`).words).toHaveLength(100);
});
