import { AppError } from '../core/errors.ts';

/**
 * Unpacks raw deflate (RFC 1951) with the platform's own decoder.
 * Throws AppError 'bad-recording' as soon as more comes out than was promised, so that a bomb cannot fill the memory.
 */
export async function inflateRaw(bytes: Uint8Array, expectedSize: number): Promise<Uint8Array> {
  const out = new Uint8Array(expectedSize);
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (size + part.value.length > expectedSize) {
      await reader.cancel();
      throw new AppError('bad-recording', `an entry holds more than the ${expectedSize} bytes it promises`);
    }
    out.set(part.value, size);
    size += part.value.length;
  }
  return size === expectedSize ? out : out.subarray(0, size);
}
