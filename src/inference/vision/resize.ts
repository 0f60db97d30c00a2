/** An RGBA picture. Shape: pixels [row, column, 4], 0 to 255. */
export type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray };

export type Resampling = 'nearest' | 'lanczos' | 'bilinear' | 'bicubic' | 'box' | 'hamming';

type Kernel = { readonly support: number; readonly at: (x: number) => number };

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Weight at a distance from the centre, in source pixels, or in target pixels where the picture shrinks. */
const KERNELS: Readonly<Record<Exclude<Resampling, 'nearest'>, Kernel>> = {
  box: { support: 0.5, at: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, at: (x) => (Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0) },
  bicubic: { support: 2, at: cubic },
  lanczos: { support: 3, at: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

/** Cubic convolution with a = -0.5. */
function cubic(x: number): number {
  const d = Math.abs(x);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}

/**
 * A picture at another size, as PIL computes it, which models were trained with: the kernel widens as the picture
 * shrinks, rows first, then columns, rounded to whole numbers after each.
 * Source: Pillow, Resample.c; checked against its results.
 */
export function resize(picture: Picture, width: number, height: number, resampling: Resampling): Picture {
  if (width === picture.width && height === picture.height) return picture;
  if (resampling === 'nearest') return nearest(picture, width, height);
  const kernel = KERNELS[resampling];
  return resizeRows(resizeColumns(picture, width, kernel), height, kernel);
}

type Taps = { readonly first: number; readonly weights: readonly number[] };

/** For each target position, the source positions it is made of and their weights, which sum to 1. */
function tapsOf(from: number, to: number, { support, at }: Kernel): readonly Taps[] {
  const scale = from / to;
  const widening = Math.max(scale, 1);
  return Array.from({ length: to }, (_, position) => {
    const center = (position + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - support * widening + 0.5));
    const end = Math.min(from, Math.floor(center + support * widening + 0.5));
    const raw = Array.from({ length: end - first }, (__, i) => at((first + i - center + 0.5) / widening));
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return { first, weights: raw.map((weight) => weight / sum) };
  });
}

function resizeColumns({ width: from, height, pixels }: Picture, width: number, kernel: Kernel): Picture {
  if (from === width) return { width, height, pixels };
  const out = new Uint8ClampedArray(4 * width * height);
  for (const [column, { first, weights }] of tapsOf(from, width, kernel).entries()) {
    for (let row = 0; row < height; row++) {
      gather(pixels, 4 * (row * from + first), 4, weights, out, 4 * (row * width + column));
    }
  }
  return { width, height, pixels: out };
}

function resizeRows({ width, height: from, pixels }: Picture, height: number, kernel: Kernel): Picture {
  if (from === height) return { width, height, pixels };
  const out = new Uint8ClampedArray(4 * width * height);
  for (const [row, { first, weights }] of tapsOf(from, height, kernel).entries()) {
    for (let column = 0; column < width; column++) {
      gather(pixels, 4 * (first * width + column), 4 * width, weights, out, 4 * (row * width + column));
    }
  }
  return { width, height, pixels: out };
}

/** One target pixel, all four channels, from source pixels `stride` numbers apart. */
function gather(
  pixels: Uint8ClampedArray,
  start: number,
  stride: number,
  weights: readonly number[],
  out: Uint8ClampedArray,
  to: number,
): void {
  for (let channel = 0; channel < 4; channel++) {
    let sum = 0;
    let at = start + channel;
    for (const weight of weights) {
      sum += weight * (pixels[at] ?? 0);
      at += stride;
    }
    // The array rounds halves to even, PIL rounds them up.
    out[to + channel] = Math.floor(sum + 0.5);
  }
}

function nearest({ width: from, height: fromRows, pixels }: Picture, width: number, height: number): Picture {
  const out = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const sourceRow = Math.floor(((row + 0.5) * fromRows) / height);
    for (let column = 0; column < width; column++) {
      const source = 4 * (sourceRow * from + Math.floor(((column + 0.5) * from) / width));
      out.set(pixels.subarray(source, source + 4), 4 * (row * width + column));
    }
  }
  return { width, height, pixels: out };
}
