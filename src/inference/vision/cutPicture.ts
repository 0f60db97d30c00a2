import { AppError } from '../../core/errors.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { Grid } from '../runtime/gridPositions.ts';
import { numbers } from '../runtime/tensors.ts';
import { count, MAX_SIDE, record } from '../sources/modelConfig.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { PatchGrid } from './patches.ts';
import { readPreprocessor } from './preprocessor.ts';
import type { Size } from './preprocessor.ts';
import type { Picture } from './resize.ts';
import { preparePicture } from './toPixels.ts';
import type { Pixels } from './toPixels.ts';

/** How a family cuts pictures of any size into patches: sides in pixels, frames a patch has, and how many patches a side are merged to one token. */
type Cutting = {
  readonly patch: number;
  readonly nFrames: number;
  readonly merge: number;
  readonly minPixels: number;
  readonly maxPixels: number;
};

/** A side may be so many times the other. */
const MAX_RATIO = 200;

/** Source: defaults of Qwen2VLImageProcessor of Hugging Face transformers. */
function readCutting(json: unknown): Cutting {
  const fields = record(json);
  const size = record(fields['size']);
  const number = (from: Parameters<typeof count>[0], names: readonly string[], otherwise: number): number =>
    count(from, names, MAX_SIDE ** 2) ?? otherwise;
  return {
    patch: number(fields, ['patch_size'], 14),
    nFrames: number(fields, ['temporal_patch_size'], 2),
    merge: number(fields, ['merge_size'], 2),
    minPixels: number(fields, ['min_pixels'], number(size, ['shortest_edge'], 56 * 56)),
    maxPixels: number(fields, ['max_pixels'], number(size, ['longest_edge'], 28 * 28 * 1280)),
  };
}

/** The size nearest to a picture's whose sides are whole tokens, with no fewer and no more pixels than it may have. Source: smart_resize of the same. */
function wholeSize({ width, height }: Size, { patch, merge, minPixels, maxPixels }: Omit<Cutting, 'nFrames'>): Size {
  const side = patch * merge;
  if (Math.max(width, height) / Math.min(width, height) > MAX_RATIO) {
    throw new AppError('bad-input', `a picture of ${width} x ${height} is too narrow for this model: cut it first`);
  }
  const [wide, high] = [width, height].map((length) => roundHalfToEven(length / side) * side);
  const size = { width: wide ?? side, height: high ?? side };
  const by = size.width * size.height > maxPixels ? maxPixels : size.width * size.height < minPixels ? minPixels : null;
  if (by === null) return size;
  const factor = Math.sqrt((width * height) / by);
  const whole = by === maxPixels ? Math.floor : Math.ceil;
  const [w, h] = [width, height].map((length) => Math.max(side, whole(length / factor / side) * side));
  return { width: w ?? side, height: h ?? side };
}

/** As Python rounds. */
function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** How many tokens become of so many patches. At least one. */
export function tokensOfPatches(nPatches: number, json: unknown): number {
  return Math.max(1, Math.floor(nPatches / readCutting(json).merge ** 2));
}

/**
 * A picture cut into patches that lie block by block, each block one token, as what a graph is filled from that is told how many there are; with
 * the grid of its tokens, of which there are at most `maxTokens`, and that of its patches in the order in which the graph reads them. Throws AppError 'bad-input'.
 */
export function cutPicture(
  picture: Picture,
  json: unknown,
  config: ModelConfig,
  maxTokens: number,
): { readonly feed: FeedValues; readonly shown: Picture; readonly grid: Grid; readonly patches: PatchGrid } {
  const cutting = readCutting(json);
  const side = cutting.patch * cutting.merge;
  const maxPixels = Math.max(side ** 2, Math.min(cutting.maxPixels, maxTokens * side ** 2));
  const to = wholeSize(picture, { ...cutting, minPixels: Math.min(cutting.minPixels, maxPixels), maxPixels });
  // Where the file does not say them, its numbers are those of CLIP.
  const how = readPreprocessor({ ...record(json), image_processor_type: 'CLIP' }, config, undefined);
  const { pixels, shown } = preparePicture(picture, { ...how, resize: to, crop: null });
  const grid = { nRows: to.height / side, nColumns: to.width / side };
  const [nRows, nColumns] = [to.height / cutting.patch, to.width / cutting.patch];
  const order = inBlocks(nRows, nColumns, cutting.merge);
  const patches = { nPrefix: 0, nRows, nColumns, order: inWindows(order, grid, cutting, config) };
  return { feed: patchesFeed(pixels, cutting, order), shown, grid, patches };
}

/** Patches, counted row by row, block by block: in each row by row. */
function inBlocks(nRows: number, nColumns: number, merge: number): readonly number[] {
  return Array.from({ length: nRows * nColumns }, (_, at) => {
    const [block, inside] = [Math.floor(at / merge ** 2), at % merge ** 2];
    const blocksAcross = nColumns / merge;
    const row = Math.floor(block / blocksAcross) * merge + Math.floor(inside / merge);
    return row * nColumns + (block % blocksAcross) * merge + (inside % merge);
  });
}

/**
 * The order in which layers read them: a family with windows brings the blocks of each together, as many as it has, before the first layer.
 * Source: get_window_index of Qwen2_5_VisionTransformer of Hugging Face transformers.
 */
function inWindows(
  order: readonly number[],
  { nRows, nColumns }: Grid,
  { patch, merge }: Cutting,
  { windowSize }: ModelConfig,
): readonly number[] {
  const side = Math.floor((windowSize ?? 0) / merge / patch);
  if (side < 1) return order;
  const windowOf = (block: number): number =>
    Math.floor(Math.floor(block / nColumns) / side) * Math.ceil(nColumns / side) +
    Math.floor((block % nColumns) / side);
  const blocks = Array.from({ length: nRows * nColumns }, (_, block) => block);
  return blocks
    .toSorted((a, b) => windowOf(a) - windowOf(b))
    .flatMap((block) => order.slice(block * merge ** 2, (block + 1) * merge ** 2));
}

function patchesFeed({ dims, data }: Pixels, { patch, nFrames }: Cutting, order: readonly number[]): FeedValues {
  const [nChannels, height, width] = dims;
  const [nDown, nAcross] = [height / patch, width / patch];
  const nNumbers = nChannels * nFrames * patch * patch;
  return {
    own: {
      what: 'a picture',
      fill(ort, input, common) {
        if (input.role === 'image-grid') return numbers(ort, input, [1, 3], [1, nDown, nAcross]);
        if (input.role !== 'image') return common();
        const rows = new Float32Array(nDown * nAcross * nNumbers);
        let at = 0;
        // Of a patch colour by colour, its frames one after another: a picture stands still.
        for (const place of order) {
          const [row, column] = [Math.floor(place / nAcross), place % nAcross];
          for (let channel = 0; channel < nChannels; channel++) {
            for (let frame = 0; frame < nFrames; frame++) {
              for (let y = 0; y < patch; y++) {
                const from = (channel * height + row * patch + y) * width + column * patch;
                rows.set(data.subarray(from, from + patch), at);
                at += patch;
              }
            }
          }
        }
        // Its first axis is that of patches, not one of a batch.
        return new ort.Tensor('float32', rows, [nDown * nAcross, nNumbers]);
      },
    },
  };
}
