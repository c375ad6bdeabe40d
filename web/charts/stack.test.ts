import { expect, test } from 'bun:test';
import { layersOf } from './stack.ts';

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
