import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { PatchAxes } from '../../core/patchAxes.ts';
import { createHoverStore } from '../hover.ts';
import { PatchMap } from './PatchMap.tsx';

/** 2 rows of 2 patches behind a register. */
const IMAGE = { width: 4, height: 4, pixels: new Uint8ClampedArray(64), nPatchRows: 2, nPatchColumns: 2, nPrefix: 1 };
const QUERIES = ['query 0', 'query 1'].map((text) => ({ text }));
const TOKENS = ['register 0', 'patch 0,0', 'patch 0,1', 'patch 1,0', 'patch 1,1'].map((text) => ({ text }));

const SELF = { query: IMAGE, key: IMAGE } as const;

const drawn = (side: 'query' | 'key', asked: number | null, axes: PatchAxes = SELF) =>
  renderToStaticMarkup(
    <PatchMap
      image={IMAGE}
      axes={axes}
      tokens={{ query: axes.query ? TOKENS : QUERIES, key: TOKENS }}
      pattern={null}
      headName="L0H1"
      hover={createHoverStore()}
      height={40}
      asked={asked}
      side={side}
      onAsk={() => {}}
    />,
  );
const wordsOf = (side: 'query' | 'key', asked: number | null, axes: PatchAxes = SELF) =>
  drawn(side, asked, axes).replaceAll(/<[^>]*>/g, '');

test.each([
  ['query', 3, 'Bright: where patch 1,0 looks in L0H1.'],
  ['key', 3, 'Bright: what looks at patch 1,0 in L0H1.'],
  ['query', null, 'Bright: where register 0 looks in L0H1.'],
] as const)('asked as a %s, token %s: %s', (side, asked, words) => {
  expect(wordsOf(side, asked)).toContain(words);
  expect(wordsOf(side, asked)).toContain('Ask register 0');
});

test('a learned query lies nowhere on the picture, and is told by its name', () => {
  const axes = { query: null, key: IMAGE };
  expect(wordsOf('query', 1, axes)).toContain('Bright: where query 1 looks in L0H1.');
  expect(wordsOf('query', 1, axes)).not.toContain('Ask ');
  const boxes = (side: 'query' | 'key') => drawn(side, 3, axes).match(/data-axis="(query|key)" style/g) ?? [];
  expect([boxes('query').length, boxes('key').length]).toEqual([0, 1]);
});
