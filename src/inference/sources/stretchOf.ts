/** Bytes of a body from a place on; null where it ends before. */
export async function stretchOf(response: Response, offset: number, nBytes: number): Promise<Uint8Array | null> {
  const part = new Uint8Array(nBytes);
  const reader = response.body?.getReader();
  let at = -offset;
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    const { value } = chunk;
    const [from, to] = [Math.max(0, -at), Math.min(value.length, nBytes - at)];
    if (to > from) part.set(value.subarray(from, to), at + from);
    at += value.length;
    if (at < nBytes) continue;
    await reader?.cancel();
    return part;
  }
  return null;
}

/** Bytes read from a file at a time: a question that is dropped meanwhile does not wait for the rest. */
const PIECE_BYTES = 1 << 22;

/**
 * Bytes of a file from a place on, without what lies before; null where it ends before. Rejects with the signal's reason, and as
 * the browser does where the file cannot be read.
 */
export async function stretchOfBlob(
  blob: Blob,
  offset: number,
  nBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  if (blob.size < offset + nBytes) return null;
  const part = new Uint8Array(nBytes);
  for (let at = 0; at < nBytes; at += PIECE_BYTES) {
    signal.throwIfAborted();
    const end = Math.min(at + PIECE_BYTES, nBytes);
    part.set(new Uint8Array(await blob.slice(offset + at, offset + end).arrayBuffer()), at);
  }
  signal.throwIfAborted();
  return part;
}
