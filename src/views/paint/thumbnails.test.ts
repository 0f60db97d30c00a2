import { describe, expect, test } from 'vitest';
import { makeTensor } from '../../../gallery/patterns.ts';
import { readWeights } from '../../core/weights/readWeights.ts';
import { smallThumbnails } from '../../core/weights/smallThumbnails.ts';
import { emptyThumbnails } from '../../core/weights/thumbnails.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { cellPaint, paintCells } from './headPaint.ts';
import type { ShownPatterns } from './headPaint.ts';

function thumbnailsOf(tensor: AttentionTensor): AttentionTensor {
  const thumbnails = emptyThumbnails(tensor);
  if (thumbnails === null) throw new RangeError('no thumbnails');
  for (let layer = 0; layer < tensor.nLayers; layer++) {
    const part = ({ nQueries, nKeys, nHeads, data }: AttentionTensor) => {
      const size = nHeads * nQueries * nKeys;
      return { nQueries, nKeys, data: data.subarray(layer * size, (layer + 1) * size) };
    };
    readWeights(part(tensor), { mostError: 1, mayFallShort: false, thumbnails: part(thumbnails) });
  }
  return thumbnails;
}

type Shown = Pick<ShownPatterns, 'isCausal' | 'mode'>;

function picture(tensor: AttentionTensor, side: number, more: Shown): readonly number[] {
  const pixels = new Uint32Array(side * side);
  paintCells(pixels, side, side, cellPaint({ tensor, hidden: null, ...more }, { layer: 1, head: 2 }, 'light'));
  return [...pixels];
}

describe.each([true, false])('thumbnails of 130 tokens (causal: %s)', (isCausal) => {
  const tensor = makeTensor(2, 3, 130, isCausal);
  const thumbnails = thumbnailsOf(tensor);

  test.each(['absolute', 'head', 'log'] as const)('are painted as their patterns are, on the scale %s', (mode) => {
    const small = smallThumbnails(thumbnails);
    expect(picture(thumbnails, 96, { isCausal, mode })).toEqual(picture(tensor, 96, { isCausal, mode }));
    expect(picture(small, 48, { isCausal, mode })).toEqual(picture(tensor, 48, { isCausal, mode }));
  });
});
