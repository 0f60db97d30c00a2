/** Pages are measured in so many parts a side, whatever their size: that is what models of laid out text were trained with. */
const PAGE = 1000;
/** A line is so many of them high. */
const HEIGHT = 20;

/**
 * Boxes of tokens that stand in one line, side by side over the width of a page: left, top, right, bottom, on the line that begins at the top.
 * `nRows` are the rows of the table that they pick from, null where the graph does not tell. Shape: [token * 4].
 */
export function lineOfBoxes(nTokens: number, nRows: number | null): readonly number[] {
  const most = Math.min(PAGE, (nRows ?? PAGE + 1) - 1);
  const at = (token: number): number => Math.floor((most * token) / nTokens);
  return Array.from({ length: nTokens }, (_, token) => [at(token), 0, at(token + 1), Math.min(HEIGHT, most)]).flat();
}
