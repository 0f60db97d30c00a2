import type { BackendWish, WeightsWish } from '../protocol.ts';

/** How the numbers of a weight file are stored, as its name says. */
export type Precision = Exclude<WeightsWish, 'auto'> | 'bnb4';

/** What stands behind the name of a model's part, before ".onnx"; for one precision the better name first. */
export const SUFFIXES: readonly (readonly [suffix: string, precision: Precision])[] = [
  ['', 'fp32'],
  ['_fp16', 'fp16'],
  ['_quantized', 'q8'],
  ['_int8', 'q8'],
  ['_uint8', 'q8'],
  ['_q4', 'q4'],
  ['_q4f16', 'q4f16'],
  ['_bnb4', 'bnb4'],
];

/** Up to this size the exact weights are taken without asking: numbers that are looked at should be the model's own. */
const SMALL_BYTES = { wasm: 300e6, webgpu: 1e9 };

/** What to take of weights that are not small: WASM is quickest with 8 bits, which on WebGPU run on the CPU, and wrong at times. */
const ORDER: Readonly<Record<'wasm' | 'webgpu', readonly Precision[]>> = {
  wasm: ['q8', 'q4', 'fp32', 'fp16', 'q4f16', 'bnb4'],
  webgpu: ['q4', 'fp16', 'fp32', 'q4f16', 'q8', 'bnb4'],
};

/**
 * The precisions from the most to the least wanted. `fp32Bytes` is the size of the exact weights, null where unknown or
 * where there are none. A wish that the model does not offer falls back to the automatic order.
 */
export function orderOfPrecisions(
  wish: WeightsWish,
  backend: BackendWish,
  fp32Bytes: number | null,
): readonly Precision[] {
  const runsOn = backend === 'webgpu' ? 'webgpu' : 'wasm';
  const isSmall = fp32Bytes !== null && fp32Bytes <= SMALL_BYTES[runsOn];
  const automatic: readonly Precision[] = isSmall ? ['fp32', ...ORDER[runsOn]] : ORDER[runsOn];
  return wish === 'auto' ? automatic : [wish, ...automatic];
}

/** The precision that a file name gives away; null for a plain name, which promises nothing outside a hub. */
export function precisionIn(path: string): Precision | null {
  const stem = path.replace(/\.onnx$/i, '');
  return SUFFIXES.find(([suffix]) => suffix !== '' && stem.endsWith(suffix))?.[1] ?? null;
}
