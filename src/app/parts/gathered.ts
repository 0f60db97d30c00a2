/** Letters of a piece of a file; handing all of it to the browser at once would take as long as making it. */
const PIECE = 2 ** 20;

/** Parts of a text gathered into pieces of a megabyte, with a pause after each part. */
export async function gathered(parts: Iterable<string>, pause: () => Promise<void>): Promise<readonly Blob[]> {
  const pieces: Blob[] = [];
  let open: string[] = [];
  let length = 0;
  for (const part of parts) {
    open.push(part);
    length += part.length;
    if (length >= PIECE) {
      pieces.push(new Blob(open));
      [open, length] = [[], 0];
    }
    // One after the other, with the page drawing in between.
    await pause();
  }
  return [...pieces, new Blob(open)];
}
