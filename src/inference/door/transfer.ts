import type { ModelRun } from '../../core/run.ts';

/** The memory of a run's arrays, to hand over instead of copying; memory shared between threads is both threads' anyway. */
export function transferablesOf({
  attention,
  thumbnails = [],
  logits,
  image,
  sound,
}: Pick<ModelRun, 'attention' | 'thumbnails' | 'logits' | 'image' | 'sound'>): ArrayBuffer[] {
  const arrays: (Float32Array | Uint8ClampedArray | Uint8Array)[] = [...attention, ...thumbnails].map(
    ({ data }) => data,
  );
  if (logits) arrays.push(logits.data);
  if (image) arrays.push(image.pixels);
  if (sound) arrays.push(sound.picture.levels);
  return handed(arrays);
}

/** The same for all arrays in a value, however deep; each memory once. */
export function arraysIn(value: unknown): ArrayBuffer[] {
  const found = new Set<Float32Array>();
  const collect = (part: unknown): void => {
    if (part instanceof Float32Array) found.add(part);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(collect);
  };
  collect(value);
  return [...new Set(handed([...found]))];
}

function handed(arrays: readonly (Float32Array | Uint8ClampedArray | Uint8Array)[]): ArrayBuffer[] {
  const whole = arrays.filter(({ buffer, byteLength }) => buffer.byteLength === byteLength);
  return whole.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}
