import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeTensor } from '../../../gallery/patterns.ts';
import { createGridPainter } from './gridPainter.ts';
import type { GridPaint, HeadCanvas } from './gridPainter.ts';

/** Milliseconds since the page began, as the painter's clock has it; putting one picture takes some of them. */
let time = 0;
let slices: (() => void)[] = [];
let put: string[] = [];

beforeEach(() => {
  [time, slices, put] = [0, [], []];
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  vi.stubGlobal('setTimeout', (slice: () => void) => slices.push(slice));
  vi.stubGlobal('clearTimeout', (id: number | undefined) => {
    if (id !== undefined) slices[id - 1] = () => {};
  });
  vi.stubGlobal(
    'ImageData',
    class {
      readonly width: number;
      readonly height: number;
      readonly data: Uint8ClampedArray;
      constructor(width: number, height: number) {
        [this.width, this.height] = [width, height];
        this.data = new Uint8ClampedArray(4 * width * height);
      }
    },
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const tensor = makeTensor(2, 5, 120, true);
const picture: GridPaint = { tensor, isCausal: true, hidden: null, mode: 'absolute', scheme: 'light', maxPixels: 24 };

/** Canvases of all ten heads that note what is put into them; each takes so many milliseconds. */
function canvases(ms: number): readonly HeadCanvas[] {
  return Array.from({ length: 10 }, (_, i) => {
    const head = { layer: Math.floor(i / 5), head: i % 5 };
    const putImageData = ({ width, height }: ImageData): void => {
      time += ms;
      put.push(`L${head.layer}H${head.head} ${width}x${height}`);
    };
    return { head, canvas: { width: 0, height: 0, getContext: () => ({ putImageData }) } };
  });
}

/** How many pictures each further slice put, until none is asked for any more. */
function slicesTaken(): readonly number[] {
  const counts: number[] = [];
  for (let next = slices.shift(); next !== undefined; next = slices.shift()) {
    const before = put.length;
    next();
    counts.push(put.length - before);
  }
  return counts;
}

test('a slice paints no head more once 8 ms are over, and the rest comes slice by slice', () => {
  const onDone = vi.fn<() => void>();
  createGridPainter().update(canvases(3), picture, onDone);
  expect(put).toEqual(['L0H0 24x24', 'L0H1 24x24', 'L0H2 24x24']);
  expect(onDone).not.toHaveBeenCalled();
  expect(slicesTaken()).toEqual([3, 3, 1]);
  expect(onDone).toHaveBeenCalledOnce();
  expect(new Set(put).size).toBe(10);
});

test('what has few cells in all is painted in one go, also where that takes longer than a slice', () => {
  const onDone = vi.fn<() => void>();
  // Ten heads of 80 x 80 are 64,000 cells, of 81 x 81 more than 65,536.
  createGridPainter().update(canvases(3), { ...picture, tensor: makeTensor(2, 5, 80, true) }, onDone);
  expect([put.length, slicesTaken()]).toEqual([10, []]);
  expect(onDone).toHaveBeenCalledOnce();
  put = [];
  createGridPainter().update(canvases(3), { ...picture, tensor: makeTensor(2, 5, 81, true) }, () => {});
  expect(put).toHaveLength(3);
});

test('one head that takes longer than a slice is a slice of its own', () => {
  createGridPainter().update(canvases(20), picture, () => {});
  expect([put.length, ...slicesTaken()]).toEqual(Array.from({ length: 10 }, () => 1));
});

test('a newer picture stops the older one', () => {
  const painter = createGridPainter();
  const [older, newer] = [vi.fn<() => void>(), vi.fn<() => void>()];
  painter.update(canvases(3), picture, older);
  painter.update(canvases(3), { ...picture, maxPixels: 30 }, newer);
  slicesTaken();
  expect(put.filter((name) => name.endsWith('24x24'))).toHaveLength(3);
  expect(put.filter((name) => name.endsWith('30x30'))).toHaveLength(10);
  expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1]);
});

test('weights that were pooled are painted from, unless a picture is larger or something is worked out from the weights', () => {
  const large = makeTensor(2, 5, 120, true);
  const ofOther = { ...makeTensor(1, 1, 48, true), kind: 'cross' } as const;
  // Of other shapes, so that it shows where a picture was taken.
  const thumbnails = [makeTensor(1, 3, 96, true), makeTensor(1, 2, 48, true), ofOther];
  const sizes = (more: Partial<GridPaint>): number => {
    put = [];
    createGridPainter(Infinity).update(canvases(0), { ...picture, tensor: large, thumbnails, ...more }, () => {});
    return put.length;
  };
  const hidden = { keys: new Uint8Array(120), queries: new Uint8Array(120) };
  expect(sizes({ maxPixels: 48 })).toBe(2);
  expect(sizes({ maxPixels: 49 })).toBe(3);
  expect(sizes({ maxPixels: 96 })).toBe(3);
  expect(sizes({ maxPixels: 97 })).toBe(10);
  expect(sizes({ hidden })).toBe(10);
  expect(sizes({ base: large })).toBe(10);
});

test('the same picture on the same canvases is painted once, and goes on where it was under way; on others it is painted again', () => {
  const painter = createGridPainter();
  const places = canvases(3);
  const [first, again] = [vi.fn<() => void>(), vi.fn<() => void>()];
  painter.update(places, picture, first);
  painter.update([...places], { ...picture, thumbnails: null, base: null }, again);
  expect(put).toHaveLength(3);
  slicesTaken();
  expect([put.length, first.mock.calls.length, again.mock.calls.length]).toEqual([10, 1, 0]);
  const isAgain = (shown: Partial<GridPaint>, on = places): boolean => {
    put = [];
    painter.update(on, { ...picture, ...shown }, () => {});
    slicesTaken();
    return put.length > 0;
  };
  expect(isAgain({})).toBe(false);
  expect(isAgain({}, places.toReversed())).toBe(true);
  for (const other of [
    { tensor: makeTensor(2, 5, 120, true) },
    { isCausal: false },
    { hidden: { keys: new Uint8Array(120), queries: new Uint8Array(120) } },
    { mode: 'head' },
    { scheme: 'dark' },
    { base: tensor },
    { base: tensor, differenceMax: 0.5 },
  ] as const)
    expect(isAgain(other)).toBe(true);
  expect(isAgain({}, canvases(3))).toBe(true);
});
