import { describe, expect, test } from 'vitest';
import type { FedInput } from '../inputs/roles.ts';
import { readConfig } from '../sources/modelConfig.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { cutInRows } from './cutInRows.ts';

const CONFIG = readConfig({});
const FILE = { patch_size: 16, max_num_patches: 256 };

const fed = (role: FedInput['role'], elementType: 'float32' | 'int64', ...dims: readonly (number | string)[]) =>
  ({ name: role, elementType, dims, role, isRead: true, nRows: null }) satisfies FedInput;
const PATCHES = fed('image', 'float32', 'batch', 'patches', 12);

const slope = (width: number, height: number) => {
  const pixels = Uint8ClampedArray.from({ length: 4 * width * height }, (_, at) => (at % 4 === 3 ? 255 : at % 251));
  return { width, height, pixels };
};

describe('a picture in rows of patches', () => {
  // As get_image_size_for_max_num_patches of Siglip2ImageProcessor has them.
  test.each([
    [640, 480, 14, 18],
    [480, 640, 18, 14],
    [512, 512, 16, 16],
    [1000, 10, 2, 128],
    [3, 7, 24, 10],
  ])('of %i x %i pixels keeps its shape and has as many as fit', (width, height, nRows, nColumns) => {
    const side16 = fed('image', 'float32', 'batch', 'patches', 768);
    const { patches, shown } = cutInRows(slope(width, height), FILE, CONFIG, side16, Infinity);
    expect(patches).toEqual({ nPrefix: 0, nRows, nColumns });
    expect([shown.width, shown.height]).toEqual([16 * nColumns, 16 * nRows]);
  });

  test('has no more than there is room for, and exactly as many as the graph declares', () => {
    const rows = (input: typeof PATCHES, most: number) => cutInRows(slope(64, 48), {}, CONFIG, input, most).patches;
    expect(rows(PATCHES, 16)).toEqual({ nPrefix: 0, nRows: 3, nColumns: 4 });
    expect(rows(fed('image', 'float32', 1, 24, 12), 16)).toEqual({ nPrefix: 0, nRows: 4, nColumns: 6 });
  });

  test('lies patch by patch, in each row by row, in each pixel by colour', () => {
    const file = { max_num_patches: 2, do_rescale: false, do_normalize: false };
    const { feed, shown } = cutInRows(slope(4, 2), file, CONFIG, PATCHES, 2);
    expect([shown.width, shown.height]).toEqual([4, 2]);
    const fill = (input: FedInput) => feed.own?.fill(nodeRuntime, input, () => undefined);
    const pixel = (x: number, y: number) => [0, 1, 2].map((colour) => 4 * (4 * y + x) + colour);
    const patch = (x: number) => [pixel(x, 0), pixel(x + 1, 0), pixel(x, 1), pixel(x + 1, 1)].flat();
    const tensor = fill(PATCHES);
    expect(tensor?.dims).toEqual([1, 2, 12]);
    expect(tensor?.data).toEqual(Float32Array.of(...patch(0), ...patch(2)));
    expect(fill(fed('image-grid', 'int64', 'batch', 2))?.data).toEqual(BigInt64Array.of(1n, 2n));
    expect(fill(fed('image-mask', 'int64', 'batch', 'patches'))?.data).toEqual(BigInt64Array.of(1n, 1n));
  });

  test('is refused in words where nobody says how large a patch is', () => {
    const free = fed('image', 'float32', 'batch', 'patches', 'numbers');
    expect(() => cutInRows(slope(4, 4), {}, CONFIG, free, 16)).toThrow(/how large the patches are/);
  });
});
