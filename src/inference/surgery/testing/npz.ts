import { inflateRawSync } from 'node:zlib';

/** An array of an .npz file: its shape and its numbers in row-major order. */
export type NpyArray = { readonly dims: readonly number[]; readonly data: Float32Array | BigInt64Array };

/**
 * Reads the float32 and int64 arrays of an .npz file, stored or deflated.
 * Throws TypeError for anything else that numpy can write.
 * Source: numpy.lib.format, version 1.0; APPNOTE.TXT of ZIP, central directory.
 */
export function readNpz(file: Uint8Array): ReadonlyMap<string, NpyArray> {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let end = file.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw new TypeError('not a zip file');
  const arrays = new Map<string, NpyArray>();
  let entry = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const method = view.getUint16(entry + 10, true);
    const packedSize = view.getUint32(entry + 20, true);
    const nameLength = view.getUint16(entry + 28, true);
    const name = new TextDecoder().decode(file.subarray(entry + 46, entry + 46 + nameLength));
    const local = view.getUint32(entry + 42, true);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = file.subarray(start, start + packedSize);
    if (method !== 0 && method !== 8) throw new TypeError(`unsupported zip method: ${method}`);
    arrays.set(name.replace(/\.npy$/, ''), readNpy(method === 8 ? inflateRawSync(packed) : packed));
    entry += 46 + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return arrays;
}

function readNpy(file: Uint8Array): NpyArray {
  const headerLength = (file[8] ?? 0) + 256 * (file[9] ?? 0);
  const header = new TextDecoder().decode(file.subarray(10, 10 + headerLength));
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '';
  if (file[6] !== 1 || header.includes("'fortran_order': True")) throw new TypeError(`unsupported npy: ${header}`);
  const dims = shape
    .split(',')
    .map(Number)
    .slice(0, shape.trim().endsWith(',') ? -1 : undefined);
  // A copy, because the numbers need not lie at a multiple of their size.
  const { buffer } = new Uint8Array(file.subarray(10 + headerLength));
  if (type === '<f4') return { dims, data: new Float32Array(buffer) };
  if (type === '<i8') return { dims, data: new BigInt64Array(buffer) };
  throw new TypeError(`unsupported npy type: ${type}`);
}
