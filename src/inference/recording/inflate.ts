import { AppError } from '../../core/errors.ts';

/**
 * Unpacks raw deflate (RFC 1951) with the platform's own decoder.
 * Throws AppError 'bad-recording' as soon as more comes out than was promised, so that a bomb cannot fill the memory.
 */
export async function inflateRaw(bytes: Uint8Array, expectedSize: number): Promise<Uint8Array> {
  const { start, isMore } = await unpacked(bytes, expectedSize);
  if (isMore) throw new AppError('bad-recording', `an entry holds more than the ${expectedSize} bytes it promises`);
  return start;
}

/** The first bytes of what raw deflate unpacks to, at most `nBytes`; the rest is not unpacked. */
export async function inflateRawStart(bytes: Uint8Array, nBytes: number): Promise<Uint8Array> {
  return (await unpacked(bytes, nBytes)).start;
}

async function unpacked(
  bytes: Uint8Array,
  nBytes: number,
): Promise<{ readonly start: Uint8Array; readonly isMore: boolean }> {
  const out = new Uint8Array(nBytes);
  const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const room = nBytes - size;
    out.set(part.value.subarray(0, room), size);
    if (part.value.length > room) {
      await reader.cancel();
      return { start: out, isMore: true };
    }
    size += part.value.length;
  }
  return { start: size === nBytes ? out : out.subarray(0, size), isMore: false };
}
