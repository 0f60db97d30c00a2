/**
 * A checksum of a file, for damage that its length does not show; 500 MB take about a third of a second. Not for what
 * somebody forged.
 */
export function sumOf(bytes: Uint8Array): string {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
  let sum = bytes.length | 0;
  for (const word of words) sum = mix(sum, word);
  for (const byte of aligned.subarray(words.length * 4)) sum = mix(sum, byte);
  return (sum >>> 0).toString(16).padStart(8, '0');
}

/** For each sum another result for each word, so that no single change is lost. */
function mix(sum: number, word: number): number {
  const mixed = Math.imul(sum ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
