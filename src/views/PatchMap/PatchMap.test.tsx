import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { createHoverStore } from '../hover.ts';
import { PatchMap } from './PatchMap.tsx';

/** 2 rows of 2 patches behind a register. */
const IMAGE = { width: 4, height: 4, pixels: new Uint8ClampedArray(64), nPatchRows: 2, nPatchColumns: 2, nPrefix: 1 };
const TOKENS = ['register 0', 'patch 0,0', 'patch 0,1', 'patch 1,0', 'patch 1,1'].map((text) => ({ text }));

const wordsOf = (side: 'query' | 'key', asked: number | null) =>
  renderToStaticMarkup(
    <PatchMap
      image={IMAGE}
      tokens={TOKENS}
      pattern={null}
      headName="L0H1"
      hover={createHoverStore()}
      height={40}
      asked={asked}
      side={side}
      onAsk={() => {}}
    />,
  ).replaceAll(/<[^>]*>/g, '');

test.each([
  ['query', 3, 'Bright: where patch 1,0 looks in L0H1.'],
  ['key', 3, 'Bright: what looks at patch 1,0 in L0H1.'],
  ['query', null, 'Bright: where register 0 looks in L0H1.'],
] as const)('asked as a %s, token %s: %s', (side, asked, words) => {
  expect(wordsOf(side, asked)).toContain(words);
  expect(wordsOf(side, asked)).toContain('Ask register 0');
});
