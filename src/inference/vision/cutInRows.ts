import { AppError } from '../../core/errors.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { filledTensor, floatTensor, numbers } from '../runtime/tensors.ts';
import { count, MAX_SIDE, record } from '../sources/modelConfig.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import type { PatchGrid } from './patches.ts';
import { readPreprocessor } from './preprocessor.ts';
import type { Size } from './preprocessor.ts';
import type { Picture } from './resize.ts';
import { preparePicture } from './toPixels.ts';
import type { Pixels } from './toPixels.ts';

/** Source: default of Siglip2ImageProcessor of Hugging Face transformers. */
const MAX_PATCHES = 256;

/**
 * A picture cut into patches that lie row by row, as what a graph is filled from that is told how many rows and columns there are (SigLIP 2 of any size).
 * As many patches as the graph declares, else at most as many as the file says and `maxTokens` allows; none of them is padding.
 * Shape: [batch, patch, row x column x 3]. Throws AppError 'unsupported-graph' where no file says how large a patch is, 'bad-input' for a picture that cannot be cut.
 */
export function cutInRows(picture: Picture, json: unknown, config: ModelConfig, input: GraphInput, maxTokens: number) {
  const fields = record(json);
  const [, declared, nNumbers] = input.dims;
  const ofNumbers = typeof nNumbers === 'number' && nNumbers > 0 ? Math.sqrt(nNumbers / 3) : null;
  const side = ofNumbers ?? count(fields, ['patch_size'], MAX_SIDE) ?? config.patchSize;
  if (side === null || !Number.isInteger(side)) {
    throw new AppError('unsupported-graph', 'no file says how large the patches are that the model reads');
  }
  const most = Math.min(count(fields, ['max_num_patches'], MAX_SIDE) ?? MAX_PATCHES, maxTokens);
  const fixed = typeof declared === 'number' && declared > 0 ? declared : null;
  const patches = fixed === null ? largestGrid(picture, side, most) : nearestGrid(picture, fixed);
  const to = { width: patches.nColumns * side, height: patches.nRows * side };
  const how = readPreprocessor({ ...fields, image_processor_type: 'ViT' }, config, undefined);
  const { pixels, shown } = preparePicture(picture, { ...how, resize: to, crop: null });
  return { feed: rowsFeed(pixels, patches, side), shown, grid: null, patches };
}

/** Of grids that have the shape of the picture, ends made whole, the largest with so many patches at most. */
function largestGrid({ width, height }: Size, side: number, most: number): PatchGrid {
  const at = (scale: number): PatchGrid => {
    const [nRows, nColumns] = [height, width].map((length) => Math.max(1, Math.ceil((length * scale) / side)));
    return { nPrefix: 0, nRows: nRows ?? 1, nColumns: nColumns ?? 1 };
  };
  let [low, high] = [1e-6, 100];
  while (high - low >= 1e-5) {
    const middle = (low + high) / 2;
    const { nRows, nColumns } = at(middle);
    if (nRows * nColumns <= most) low = middle;
    else high = middle;
  }
  return at(low);
}

/** Of grids of exactly so many patches the one whose shape is nearest to that of the picture. */
function nearestGrid({ width, height }: Size, nPatches: number): PatchGrid {
  const all = Array.from({ length: nPatches }, (_, at) => at + 1).filter((nRows) => nPatches % nRows === 0);
  const off = (nRows: number): number => Math.abs(Math.log((nRows * nRows * width) / (nPatches * height)));
  const nRows = all.reduce((best, each) => (off(each) < off(best) ? each : best), nPatches);
  return { nPrefix: 0, nRows, nColumns: nPatches / nRows };
}

function rowsFeed({ dims, data }: Pixels, { nRows, nColumns }: PatchGrid, side: number): FeedValues {
  const [nColours, height, width] = dims;
  return {
    own: {
      what: 'a picture',
      fill(ort, input, common) {
        if (input.role === 'image-grid') return numbers(ort, input, [1, 2], [nRows, nColumns]);
        if (input.role === 'image-mask') return filledTensor(ort, input, [1, nRows * nColumns], 1);
        if (input.role !== 'image') return common();
        const rows = new Float32Array(data.length);
        // Of a patch row by row, of a row pixel by pixel, each with its colours.
        for (let at = 0; at < rows.length; at++) {
          const [pixel, colour] = [Math.floor(at / nColours), at % nColours];
          const [patch, inside] = [Math.floor(pixel / side ** 2), pixel % side ** 2];
          const y = Math.floor(patch / nColumns) * side + Math.floor(inside / side);
          const x = (patch % nColumns) * side + (inside % side);
          rows[at] = data[(colour * height + y) * width + x] ?? 0;
        }
        return floatTensor(ort, input, [nRows * nColumns, side ** 2 * nColours], rows);
      },
    },
  };
}
