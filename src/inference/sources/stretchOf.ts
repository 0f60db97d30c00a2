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
