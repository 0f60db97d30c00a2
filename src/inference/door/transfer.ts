import type { ModelRun } from '../../core/run.ts';

/** The memory of a run's arrays, to hand over instead of copying; memory shared between threads cannot be. */
export function transferablesOf({
  attention,
  logits,
  image,
}: Pick<ModelRun, 'attention' | 'logits' | 'image'>): ArrayBuffer[] {
  const arrays: (Float32Array | Uint8ClampedArray)[] = attention.map(({ data }) => data);
  if (logits) arrays.push(logits.data);
  if (image) arrays.push(image.pixels);
  const whole = arrays.filter(({ buffer, byteLength }) => buffer.byteLength === byteLength);
  return whole.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
