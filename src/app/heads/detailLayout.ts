import { matrixBoxFor } from '../../views/AttentionMatrix/AttentionMatrix.layout.ts';

type DetailRoom = {
  /** Heads to be laid out. */
  readonly count: number;
  /** CSS pixels that can be seen without scrolling; a height of Infinity where the page scrolls. */
  readonly width: number;
  readonly height: number;
  readonly rem: number;
};

/** Columns and the box of one pinned head, in CSS pixels. */
type DetailLayout = { readonly columns: number; readonly width: number; readonly height: number };

const GAP = 16;
/** The line over a heatmap with the head's name, in rem. */
export const HEADING = 1.9;

/** Below this, in rem, a heatmap and its tokens cannot be read: rather than that, the panel scrolls. */
const LEAST_HEIGHT = 18;
const LEAST_WIDTH = 14.5;
/** So many are held against each other at a glance, so they may be smaller. */
const FEW = 4;
const LEAST_HEIGHT_OF_FEW = 12.5;
/**
 * Two heads stand under each other, each as high as the panel, where side by side they would lose names of a sentence of so many
 * tokens. Not of the sentence that is there: while a person types nothing must move.
 */
const USUAL_LENGTH = 15;

/**
 * Lays n heatmaps out so that each can be read and as few as can be have to be scrolled to; of such layouts the one with the
 * largest heatmaps, and of equal ones that with the fewest empty places.
 */
export function detailLayout({ count, width, height, rem }: DetailRoom): DetailLayout {
  const least = (count > FEW ? LEAST_HEIGHT : LEAST_HEIGHT_OF_FEW) * rem;
  const maxColumns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (LEAST_WIDTH * rem + GAP))));
  let best = candidate(1);
  for (let columns = 2; columns <= maxColumns; columns++) {
    const next = candidate(columns);
    const differences = [best.hidden - next.hidden, next.side - best.side, best.nEmpty - next.nEmpty];
    if ((differences.find((one) => one !== 0) ?? 1) > 0) best = next;
  }
  const named = matrixBoxFor(USUAL_LENGTH, rem);
  const losesNames = best.width < named.width || best.height < named.height + HEADING * rem;
  if (count === 2 && losesNames && width >= named.width)
    best = { ...candidate(1), height: Math.max(least, Math.min(height, width)) };
  return { columns: best.columns, width: best.width, height: Math.min(best.height, best.width + 2 * rem) };

  function candidate(columns: number) {
    const rows = Math.ceil(count / columns);
    const gaps = GAP * (rows - 1);
    const boxWidth = Math.floor((width - GAP * (columns - 1)) / columns);
    const boxHeight = Math.max(least, Math.floor((height - gaps) / rows));
    return {
      columns,
      width: boxWidth,
      height: boxHeight,
      side: Math.min(boxWidth, boxHeight),
      nEmpty: rows * columns - count,
      /** What has to be scrolled to. */
      hidden: Math.max(0, rows * least + gaps - height),
    };
  }
}
