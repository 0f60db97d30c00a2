import { expect, test } from 'vitest';
import { stacked, tiled } from './svg.ts';

test('blocks stand under each other and in columns without touching', () => {
  const block = (width: number, height: number) => ({ width, height, body: `<g${width}>` });
  expect(stacked([block(10, 20), block(30, 5)], 4)).toEqual({
    width: 30,
    height: 29,
    body: '<g10>\n<g transform="translate(0 24)"><g30></g>',
  });
  // Four blocks in two columns: columns 10 and 30 wide, rows 20 and 7 high.
  const tiles = tiled([block(10, 20), block(30, 5), block(6, 7), block(8, 2)], 2, 4);
  expect([tiles.width, tiles.height]).toEqual([44, 31]);
  expect(tiles.body.match(/translate\([^)]*\)|<g\d+>/g)).toEqual([
    '<g10>',
    'translate(14 0)',
    '<g30>',
    'translate(0 24)',
    '<g6>',
    'translate(14 0)',
    '<g8>',
  ]);
});
