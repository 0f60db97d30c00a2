const utf8 = new TextEncoder();

/** The byte of a byte-fallback piece "<0xE2>", or null for any other piece. */
export function fallbackByte(piece: string): number | null {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(piece)?.[1];
  return digits === undefined ? null : Number.parseInt(digits, 16);
}

/** UTF-8 of the text; a lone surrogate counts as U+FFFD, as every encoder of the platform has it. */
export function encodeUtf8(text: string): Uint8Array {
  return utf8.encode(text);
}
