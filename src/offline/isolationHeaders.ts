/** What makes a page cross-origin isolated: the WASM runtime may use threads then, and clocks tick finely. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;
