/** Rows and columns in which the tokens of a picture lie. */
export type Grid = { readonly nRows: number; readonly nColumns: number };

/**
 * Positions of a text with a picture in it, in time, down and across: those of words are one and the same, the tokens of the picture have their row and
 * column, all at the moment behind the words before, and words go on behind the longer side. `first` is the place of its first token.
 * Shape: [3, token]. Source: Wang et al. 2024, Qwen2-VL, section 2.1 (M-RoPE).
 */
export function gridPositions(
  nTokens: number,
  first: number,
  { nRows, nColumns }: Grid,
): readonly (readonly number[])[] {
  const end = first + nRows * nColumns;
  const behind = first + Math.max(nRows, nColumns);
  const kinds = [() => 0, (at: number) => Math.floor(at / nColumns), (at: number) => at % nColumns];
  return kinds.map((placeOf) =>
    Array.from({ length: nTokens }, (_, at) => {
      if (at < first) return at;
      return at < end ? first + placeOf(at - first) : behind + at - end;
    }),
  );
}
