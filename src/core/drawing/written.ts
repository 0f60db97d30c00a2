/** The letters of a drawing in a link: 16 greys, then so many blacks, then the last pixel so many times more. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const N_GREYS = 16;
const N_RUNS = 24;
const BLACKS = N_GREYS;
const REPEATS = N_GREYS + N_RUNS;
/** From one grey of a link to the next, of 255. */
const STEP = 17;

/** A grey picture as text for a link, each pixel as the nearest of 16 greys. Shape: pixels [row, column], 0 to 255. */
export function writeDrawing(pixels: Uint8ClampedArray): string {
  const greys = Array.from(pixels, (value) => Math.round(value / STEP));
  let text = '';
  let at = 0;
  while (at < greys.length) {
    const grey = greys[at] ?? 0;
    const isRepeated = at > 0 && grey !== 0 && grey === greys[at - 1];
    if (grey !== 0 && !isRepeated) {
      text += LETTERS[grey];
      at += 1;
      continue;
    }
    let length = 1;
    while (length < N_RUNS && greys[at + length] === grey) length += 1;
    text += LETTERS[(grey === 0 ? BLACKS : REPEATS) + length - 1];
    at += length;
  }
  return text;
}

/** The picture that a text of `writeDrawing` says; null if it is none of `nPixels` pixels. Shape: [pixel], 0 to 255. */
export function readDrawing(text: string, nPixels: number): Uint8ClampedArray | null {
  const pixels = new Uint8ClampedArray(nPixels);
  let at = 0;
  for (const letter of text) {
    const code = LETTERS.indexOf(letter);
    const length = code < N_GREYS ? 1 : ((code - N_GREYS) % N_RUNS) + 1;
    if (code < 0 || at + length > nPixels) return null;
    const value = code < N_GREYS ? code * STEP : code < REPEATS ? 0 : (pixels[at - 1] ?? 0);
    pixels.fill(value, at, at + length);
    at += length;
  }
  return at === nPixels ? pixels : null;
}
