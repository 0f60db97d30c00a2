/** Columns and the box of one pinned head, in CSS pixels. */
export type DetailLayout = { readonly columns: number; readonly width: number; readonly height: number };

const GAP = 16;

/** Lays n heatmaps out so that each is as large as can be; four and more fill two rows before the panel scrolls. */
export function detailLayout(count: number, width: number, height: number, rem: number): DetailLayout {
  const least = 15 * rem;
  const maxColumns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (least * 0.72 + GAP))));
  let best: DetailLayout & { side: number } = { columns: 1, width, height: least, side: 0 };
  for (let columns = 1; columns <= maxColumns; columns++) {
    const rows = Math.ceil(count / columns);
    const boxWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    const boxHeight = Math.max(least, Math.floor((height - GAP * (rows - 1)) / rows));
    const side = Math.min(boxWidth, boxHeight);
    if (side > best.side) best = { columns, width: boxWidth, height: boxHeight, side };
  }
  return { columns: best.columns, width: best.width, height: Math.min(best.height, best.width + 2 * rem) };
}
