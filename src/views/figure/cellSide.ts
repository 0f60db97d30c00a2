/** Pixels of a cell: whole ones, so that cells are equally large, until there are too many. */
export function cellSide(nCells: number): number {
  if (nCells <= 16) return 18;
  if (nCells <= 32) return 13;
  if (nCells <= 64) return 9;
  if (nCells <= 96) return 6;
  return 576 / nCells;
}
