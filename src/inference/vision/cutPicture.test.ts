import { expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import type { FedInput } from '../inputs/roles.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { cutPicture } from './cutPicture.ts';

/** A picture of any size, cut with these limits. */
function sizeOf(width: number, height: number, limits: object) {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const { shown } = cutPicture({ width, height, pixels }, { merge_size: 2, ...limits }, readConfig({}), 4000);
  return [shown.width, shown.height];
}

// What smart_resize of transformers' Qwen2-VL gives.
test.each([
  [20, 20, 64, 1024, 4, [16, 16]],
  [100, 37, 64, 1024, 4, [48, 16]],
  [3, 5, 64, 1024, 4, [8, 16]],
  [28, 12, 64, 1024, 4, [32, 16]],
  [640, 480, 3136, 1_003_520, 14, [644, 476]],
  [70, 98, 3136, 1_003_520, 14, [56, 112]],
])('a picture of %i x %i, of %i to %i pixels in patches of %i, becomes %j', (width, height, min, max, patch, want) => {
  const limits = { patch_size: patch, min_pixels: min, max_pixels: max };
  expect(sizeOf(width, height, limits)).toEqual(want);
  // As newer files say it.
  expect(sizeOf(width, height, { patch_size: patch, size: { shortest_edge: min, longest_edge: max } })).toEqual(want);
});

test('a picture that is a line is refused', () => {
  expect(() => sizeOf(2010, 10, { patch_size: 4 })).toThrow(/too narrow/);
});

const JSON_FILE = {
  patch_size: 2,
  temporal_patch_size: 2,
  merge_size: 2,
  min_pixels: 16,
  max_pixels: 4096,
  image_mean: [0, 0, 0],
  image_std: [1, 1, 1],
  do_rescale: false,
};
const [WIDTH, HEIGHT] = [12, 8];
const picture = {
  width: WIDTH,
  height: HEIGHT,
  pixels: Uint8ClampedArray.from({ length: 4 * WIDTH * HEIGHT }, (_, i) => (i % 4 === 3 ? 255 : (7 * i) % 251)),
};
const pixelAt = (row: number, column: number, colour: number): number =>
  picture.pixels[4 * (row * WIDTH + column) + colour]!;

const input = (role: 'image' | 'image-grid', dims: FedInput['dims']): FedInput => {
  return { name: role, role, elementType: role === 'image' ? 'float32' : 'int64', dims, isRead: true, nRows: null };
};

test('patches lie block by block; in each are the colours, in each colour two frames, in each frame rows', () => {
  const { feed, shown, grid } = cutPicture(picture, JSON_FILE, readConfig({}), 100);
  expect([shown.width, shown.height, grid]).toEqual([WIDTH, HEIGHT, { nRows: 2, nColumns: 3 }]);
  const fill = (each: FedInput) => feed.own!.fill(nodeRuntime, each, () => undefined)!;
  const patches = fill(input('image', ['n', 24]));
  expect(patches.dims).toEqual([24, 24]);
  const corners = [0, 1].flatMap((down) => [0, 1].map((across) => [down, across] as const));
  const blocks = [0, 1].flatMap((row) => [0, 1, 2].map((column) => [4 * row, 4 * column] as const));
  const want = blocks.flatMap(([row, column]) =>
    corners.flatMap(([down, across]) =>
      [0, 1, 2].flatMap((colour) => {
        const frame = corners.map(([y, x]) => pixelAt(row + 2 * down + y, column + 2 * across + x, colour));
        return [...frame, ...frame];
      }),
    ),
  );
  expect([...patches.data]).toEqual(want);
  const told = fill(input('image-grid', ['m', 3]));
  expect([told.dims, [...told.data].map(Number)]).toEqual([
    [1, 3],
    [1, 4, 6],
  ]);
});

test('a picture becomes no more tokens than there are places', () => {
  const { grid } = cutPicture(picture, JSON_FILE, readConfig({}), 3);
  expect(grid.nRows * grid.nColumns).toBeLessThanOrEqual(3);
});

// What get_vision_window_index of transformers gives for as many blocks, windows of 2 x 2 of them.
test.each([
  [20, 12, [0, 1, 5, 6, 2, 3, 7, 8, 4, 9, 10, 11, 12, 13, 14]],
  [16, 16, [0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15]],
])('of a picture of %i x %i the blocks of a window stand together where a model has windows', (width, height, want) => {
  const pixels = new Uint8ClampedArray(4 * width * height);
  const orderOf = (config: object) =>
    cutPicture({ width, height, pixels }, JSON_FILE, readConfig(config), 100).patches.order ?? [];
  const plain = orderOf({ vision_config: { spatial_merge_size: 2 } });
  expect(plain.slice(0, 4)).toEqual([0, 1, width / 2, width / 2 + 1]);
  const windowed = orderOf({ vision_config: { spatial_merge_size: 2, window_size: 8 } });
  expect(windowed).toEqual(want.flatMap((block) => plain.slice(4 * block, 4 * block + 4)));
});
