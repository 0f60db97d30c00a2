import type { Constant } from '../constants.ts';

/** Numbers as a file stores them as float32. */
export function storedFloats(dims: readonly number[], values: readonly number[]): Constant & { made: 'stored' } {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return {
    made: 'stored',
    dims,
    elementType: 'float32',
    areVarints: false,
    nBytes: bytes.length,
    at: ':0',
    bytes: (start, end) => bytes.subarray(start, end),
  };
}
