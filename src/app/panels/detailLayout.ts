/** Columns and the box of one pinned head, in CSS pixels. */
export type DetailLayout = { readonly columns: number; readonly width: number; readonly height: number };

const GAP = 16;

/**
 * Lays n heatmaps out so that each is as large as can be, four in two rows of two; where the height forbids larger ones,
 * as many columns as leave no place empty scroll least.
 */
export function detailLayout(count: number, width: number, height: number, rem: number): DetailLayout {
  const least = 12.5 * rem;
  const maxColumns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (least * 0.72 + GAP))));
  let best = candidate(1);
  for (let columns = 2; columns <= maxColumns; columns++) {
    const next = candidate(columns);
    const isLarger = next.side > best.side;
    const fillsAsWell = next.side === best.side && next.nEmpty <= best.nEmpty;
    if (isLarger || fillsAsWell) best = next;
  }
  return { columns: best.columns, width: best.width, height: Math.min(best.height, best.width + 2 * rem) };

  function candidate(columns: number) {
    const rows = Math.ceil(count / columns);
    const boxWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    const boxHeight = Math.max(least, Math.floor((height - GAP * (rows - 1)) / rows));
    return {
      columns,
      width: boxWidth,
      height: boxHeight,
      side: Math.min(boxWidth, boxHeight),
      nEmpty: rows * columns - count,
    };
  }
}
