import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { LabelGlyph } from '../../core/labels/words.ts';
import { percent, twoDecimals } from '../../core/numberWords.ts';
import { alikeLayout, branches, distancePixels, treeExtent, treeX } from '../AlikeMatrix/AlikeMatrix.layout.ts';
import type { TreeMerge } from '../AlikeMatrix/AlikeMatrix.layout.ts';
import { isPlaced, planeLayout } from '../AlikeMatrix/AlikePlane.layout.ts';
import type { PlaneGroup } from '../AlikeMatrix/AlikePlane.layout.ts';
import { distanceTitle, ONE_POINT } from '../AlikeMatrix/words.ts';
import { distanceTicks } from '../HeadMap/MapLegend.tsx';
import { clusterColor } from '../paint/clusterColors.ts';
import { rampColor, rampPixels } from '../paint/ramp.ts';
import { cellsBlock } from '../picture/cells.ts';
import { glyph } from '../picture/glyph.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';
import { INK } from '../picture/ink.ts';
import { legendBlock } from '../picture/legend.ts';
import { NAME_SIZE, placedNames } from './placedNames.ts';
import { at, num, text, tiled } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';

/** How alike heads look: distances, their tree and their plane. */
export type AlikeFigure = {
  /** By index: layer x nHeads + head. */
  readonly names: readonly string[];
  /** Those that the distances are on. */
  readonly keys: AlikeKeys;
  /** 0 alike to 1. Shape: [head, head]. */
  readonly distance: ArrayLike<number>;
  readonly order: readonly number[];
  readonly merges: readonly TreeMerge[];
  readonly tau: number;
  /** Shape: [head, 2]. */
  readonly points: ArrayLike<number>;
  /** Part of the variance of the distances that the plane shows, 0 to 1; NaN if all distances are 0. */
  readonly share: number;
  readonly glyphs: readonly (LabelGlyph | null)[];
  /** Those of two heads or more. */
  readonly groups: readonly PlaneGroup[];
};

const SIDE = 420;
const REM = 15;

/** The matrix in the order of clusters with its tree, and the plane beside it. */
export async function alikeFigure(alike: AlikeFigure, words: FigureWords): Promise<Figure> {
  const legend = legendBlock({
    title: distanceTitle(alike.keys),
    color: (share) => rampColor('light', 1 - share),
    ticks: distanceTicks(1),
    notes: Array.from(alike.distance).some(Number.isNaN) ? [{ fill: INK.leftOut, text: 'cannot be judged' }] : [],
  });
  return finished([tiled([await matrix(alike), plane(alike)], 2, 34), legend], words);
}

async function matrix({ names, distance, order, merges, tau }: AlikeFigure): Promise<Block> {
  const n = order.length;
  const layout = alikeLayout(n, merges.length > 0, SIDE + 140, SIDE, REM);
  const { left, top, side, cell } = layout;
  const size = Math.max(5, Math.min(9, cell - 1));
  const every = Math.max(1, Math.ceil((size + 1) / cell));
  const pixels = distancePixels(distance, order, rampPixels('light'));
  const tauX = treeX(layout, tau, treeExtent(merges, tau));
  const rows = order.map((head, row) =>
    row % every === 0
      ? text(left - 4, top + (row + 0.5) * cell, names[head] ?? '', { size, font: 'mono', anchor: 'end' })
      : '',
  );
  const tree = branches(layout, merges, order, tau).map(
    ({ path, isBelow }) =>
      `<path d="${path}" fill="none" stroke="${isBelow ? INK.accent : INK.line}" stroke-width="${isBelow ? 1.6 : 1}"/>`,
  );
  const limit =
    merges.length === 0
      ? ''
      : `<path d="M${num(tauX)} ${num(top - 2)}V${num(top + side)}" stroke="${INK.ink}" stroke-dasharray="2 3"/>${text(tauX, top - 8, twoDecimals(tau), { size: 8.5, font: 'mono', anchor: 'middle', fill: INK.muted })}`;
  return {
    width: left + side,
    height: top + side,
    body: [...tree, limit, ...rows, at(left, top, await cellsBlock({ pixels, width: n, height: n }, side, side))].join(
      '\n',
    ),
  };
}

function plane({ names, points, share, glyphs, groups }: AlikeFigure): Block {
  const top = 22;
  const layout = planeLayout(points, groups, SIDE, SIDE - top, REM);
  const place = new Map(layout.clusters.flatMap(({ members }, i) => members.map((head) => [head, i] as const)));
  const colorOf = (head: number): string => clusterColor('light', place.get(head) ?? -1);
  const lines = layout.clusters.flatMap(({ members, centre }, i) =>
    members.map((head) => {
      const { x, y } = layout.places[head] ?? centre;
      return `<line x1="${num(centre.x)}" y1="${num(centre.y)}" x2="${num(x)}" y2="${num(y)}" stroke="${clusterColor('light', i)}" opacity="0.45"/>`;
    }),
  );
  const radius = layout.places.length > 64 ? 5 : 6.5;
  const heads = layout.places.map(({ x, y }, head) => {
    if (!isPlaced({ x, y })) return '';
    const color = colorOf(head);
    const sign = glyph(glyphs[head] ?? 'none', x - radius * 0.75, y - radius * 0.75, radius * 1.5, color);
    return `<circle cx="${num(x)}" cy="${num(y)}" r="${radius}" fill="${INK.paper}" stroke="${color}"/>${sign}`;
  });
  const written = placedNames(layout.places, names, radius, SIDE, SIDE - top).map(({ x, y, name }) =>
    text(x, y, name, { size: NAME_SIZE, font: 'mono', fill: INK.muted }),
  );
  const letters = layout.clusters.map(({ letter, centre }, i) =>
    text(centre.x, centre.y, letter, { size: 12, anchor: 'middle', isBold: true, fill: clusterColor('light', i) }),
  );
  const unit = 0.1 * layout.unit;
  const scale =
    unit < SIDE / 3
      ? `<path d="M8 ${SIDE - top - 12}v4h${num(unit)}v-4" fill="none" stroke="${INK.line}"/>${text(8, SIDE - top - 18, '0.1', { size: 8.5, font: 'mono', fill: INK.muted })}`
      : '';
  const shown: Block = {
    width: SIDE,
    height: SIDE - top,
    body: [...lines, ...heads, ...written, ...letters, scale].join('\n'),
  };
  const words = Number.isNaN(share)
    ? `Near means alike. ${ONE_POINT}`
    : `Near means alike; ${percent(share)} of the distances’ variance is shown.`;
  return {
    width: SIDE,
    height: SIDE,
    body: `${text(0, 8, words, { size: 9.5, fill: INK.muted })}${at(0, top, shown)}<rect x="0" y="${top}" width="${SIDE}" height="${SIDE - top}" fill="none" stroke="${INK.hairline}"/>`,
  };
}
