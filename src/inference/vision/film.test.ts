import { describe, expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { filmGrid, filmOf, stillFilm, strip } from './film.ts';
import { patchTokens } from './patches.ts';

const input = (...dims: readonly (number | string)[]) => ({ name: 'film', elementType: 'float32' as const, dims });

describe('a film', () => {
  test.each([
    ['pictures first', input('batch', 6, 3, 16, 24), {}, { nFrames: 6, isColourFirst: false }],
    ['colours first', input(1, 3, 6, 16, 24), {}, { nFrames: 6, isColourFirst: true }],
    ['three pictures', input(1, 3, 3, 16, 24), {}, { nFrames: 3, isColourFirst: false }],
    [
      'as many as config.json says',
      input('b', 'f', 3, 16, 24),
      { num_frames: 8 },
      { nFrames: 8, isColourFirst: false },
    ],
    ['as many as anyone likes', input('b', 'f', 3, 16, 24), {}, null],
    ['of one picture', input('b', 1, 3, 16, 24), { num_frames: 8 }, null],
    ['a picture', input('b', 3, 16, 24), { num_frames: 8 }, null],
  ])('is known by its axes: %s', (_, declared, json, film) => {
    expect(filmOf(declared, readConfig(json))).toEqual(film);
  });

  test('of one picture holds it as often as the graph asks, in either order', () => {
    const pixels = { dims: [3, 1, 2] as const, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    const frames = stillFilm(pixels, { nFrames: 2, isColourFirst: false });
    expect([frames.dims, [...frames.data]]).toEqual([
      [2, 3, 1, 2],
      [1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6],
    ]);
    const colours = stillFilm(pixels, { nFrames: 2, isColourFirst: true });
    expect([colours.dims, [...colours.data]]).toEqual([
      [3, 2, 1, 2],
      [1, 2, 1, 2, 3, 4, 3, 4, 5, 6, 5, 6],
    ]);
  });

  test.each([
    [1568, 224, 224, 16, 16, { nPrefix: 0, nMoments: 8, nRows: 112, nColumns: 14 }],
    [1568, 224, 224, null, 16, { nPrefix: 0, nMoments: 8, nRows: 112, nColumns: 14 }],
    [3137, 224, 224, 16, 32, { nPrefix: 1, nMoments: 16, nRows: 224, nColumns: 14 }],
    [3137, 224, 224, null, 32, { nPrefix: 1, nMoments: 16, nRows: 224, nColumns: 14 }],
    [19, 24, 16, 8, 6, { nPrefix: 1, nMoments: 3, nRows: 6, nColumns: 3 }],
    [36, 24, 16, null, 6, { nPrefix: 0, nMoments: 6, nRows: 12, nColumns: 3 }],
  ])('%i tokens on %i x %i pixels with patches of %s, %i pictures', (nTokens, width, height, side, nFrames, grid) => {
    expect(filmGrid(nTokens, { width, height }, side, nFrames)).toEqual(grid);
  });

  test('names its patches by moment, row and column', () => {
    const names = patchTokens({ nPrefix: 1, nMoments: 2, nRows: 4, nColumns: 1 }, readConfig({})).map(
      ({ text }) => text,
    );
    expect(names).toEqual(['[CLS]', 't0 0,0', 't0 1,0', 't1 0,0', 't1 1,0']);
  });

  test('stands on screen as its moments, one below another', () => {
    const pixels = Uint8ClampedArray.of(1, 2, 3, 4, 5, 6, 7, 8);
    const shown = strip({ width: 2, height: 1, pixels }, 2);
    expect([shown.width, shown.height, [...shown.pixels]]).toEqual([2, 2, [...pixels, ...pixels]]);
  });
});
