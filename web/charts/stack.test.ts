import { expect, test } from 'bun:test';
import { layersOf, restOf } from './stack.ts';

const stacking = { names: ['a', 'b'], markStyle: () => ({}), chosen: [], onChoose() {} };

test('layers add up to their bar: what no name accounts for lies on top', () => {
  const layers = layersOf({ seconds: 100, parts: [{ name: 'b', seconds: 60 }] }, stacking);
  expect(layers.map(({ key, seconds }) => [key, seconds])).toEqual([
    ['named b', 60],
    ['rest', 40],
  ]);
});

test('layers keep the order of the range, whatever the order of the day', () => {
  const parts = [
    { name: 'b', seconds: 60 },
    { name: 'a', seconds: 40 },
  ];
  expect(layersOf({ seconds: 100, parts }, stacking).map(({ key }) => key)).toEqual([
    'named a',
    'named b',
  ]);
});

test('what is left over is what no name has', () => {
  const bar = { seconds: 100, parts: [{ name: 'b', seconds: 60 }] };
  expect(restOf(bar, ['a', 'b'])).toBe(40);
  expect(restOf(bar, [])).toBe(100);
});
