import { describe, expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import { patchGrid, patchTokens } from './patches.ts';

const names = (nTokens: number, grid: Parameters<typeof patchTokens>[0], json: object) => {
  const tokens = patchTokens(grid, readConfig(json));
  expect(tokens).toHaveLength(nTokens);
  return tokens.slice(0, 6).map(({ text }) => text);
};

describe('patchGrid', () => {
  test.each([
    [197, 224, 224, 16, { nPrefix: 1, nRows: 14, nColumns: 14 }],
    [198, 224, 224, 16, { nPrefix: 2, nRows: 14, nColumns: 14 }],
    [261, 224, 224, 14, { nPrefix: 5, nRows: 16, nColumns: 16 }],
    [196, 224, 224, 16, { nPrefix: 0, nRows: 14, nColumns: 14 }],
    [25, 96, 64, 16, { nPrefix: 1, nRows: 4, nColumns: 6 }],
    [49, 240, 224, 4, { nPrefix: 0, nRows: 7, nColumns: 7 }],
    [197, 224, 224, null, { nPrefix: 1, nRows: 14, nColumns: 14 }],
    [25, 96, 64, null, { nPrefix: 1, nRows: 4, nColumns: 6 }],
  ])('%i tokens on %i x %i pixels with patches of %s', (nTokens, width, height, patchSize, grid) => {
    expect(patchGrid(nTokens, { width, height }, patchSize)).toEqual(grid);
  });

  test('a number that makes no grid is unsupported-graph', () => {
    expect(() => patchGrid(77, { width: 224, height: 97 }, 16)).toThrow('77 tokens are no grid of patches');
  });
});

describe('patchTokens', () => {
  test('patches are named by row and column, from 0', () => {
    const grid = { nPrefix: 1, nRows: 2, nColumns: 3 };
    expect(names(7, grid, {})).toEqual(['[CLS]', 'patch 0,0', 'patch 0,1', 'patch 0,2', 'patch 1,0', 'patch 1,1']);
    const tokens = patchTokens(grid, readConfig({}));
    expect(tokens.map(({ position, special }) => [position, special])).toEqual(
      Array.from({ length: 7 }, (_, i) => [i, i === 0]),
    );
  });

  test('registers stand after [CLS]', () => {
    const grid = { nPrefix: 5, nRows: 1, nColumns: 1 };
    const cls = ['[CLS]', 'register 0', 'register 1', 'register 2', 'register 3', 'patch 0,0'];
    expect(names(6, grid, { num_register_tokens: 4 })).toEqual(cls);
    expect(names(6, grid, {})).toEqual(cls);
    expect(names(3, { nPrefix: 2, nRows: 1, nColumns: 1 }, { num_register_tokens: 2 })[0]).toBe('register 0');
  });

  test('DeiT has a token for distillation', () => {
    expect(names(3, { nPrefix: 2, nRows: 1, nColumns: 1 }, { model_type: 'deit' })).toEqual([
      '[CLS]',
      '[DIST]',
      'patch 0,0',
    ]);
  });
});
