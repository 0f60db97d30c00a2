/** Answers with as many bytes as were asked for, handed over as the app's worker hands over its arrays. */
self.addEventListener('message', ({ data: nBytes }: MessageEvent<number>) => {
  const bytes = new Uint8Array(nBytes).fill(1);
  self.postMessage(bytes, { transfer: [bytes.buffer] });
});
