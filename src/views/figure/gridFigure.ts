import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { cellsBlock } from '../picture/cells.ts';
import { glyph } from '../picture/glyph.ts';
import { cellPaint } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { cellsLegend } from '../picture/cellsLegend.ts';
import { headCells } from '../picture/headCells.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords, Pause } from './page.ts';
import { INK } from '../picture/ink.ts';
import { legendBlock } from '../picture/legend.ts';
import { at, num, rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';

/** Every head of a stack as the grid of the page shows it. */
export type HeadGridFigure = ShownPatterns & {
  /** Rows of the grid from the top; a row without a title holds heads of any layer. */
  readonly rows: readonly { readonly title: string; readonly heads: readonly HeadRef[] }[];
  /** Labels by `L3H7`. */
  readonly tags: ReadonlyMap<string, HeadTag>;
  /** Heads that a filter passes over, by `L3H7`. */
  readonly dimmed: ReadonlySet<string>;
  /** What is kept of heads that are turned down, by `L3H7`. */
  readonly turned: ReadonlyMap<string, number>;
};

/** More cells than this in all become images: the file stays small. */
const MAX_VECTOR_CELLS = 40_000;

/** Cells a side of a thumbnail; of larger heads a cell shows the largest weight of its block, as on screen. */
export const MAX_THUMBNAIL_SIDE = 128;

const GAP = 9;
const CHIP = 22;
const LEFT = 42;
const TOP = 16;

/** Thumbnails of all heads with their labels, layers in rows. */
export async function gridFigure(grid: HeadGridFigure, words: FigureWords, pause: Pause): Promise<Figure> {
  const { tensor, rows, mode, base } = grid;
  const nColumns = Math.max(1, ...rows.map(({ heads }) => heads.length));
  const side = Math.max(54, Math.min(108, Math.floor(880 / nColumns) - GAP));
  const { width, height } = sizeOf(tensor, side);
  const isVector = tensor.nQueries * tensor.nKeys * rows.length * nColumns <= MAX_VECTOR_CELLS;
  const parts: string[] = [];
  for (const [row, { title, heads }] of rows.entries()) {
    const y = TOP + row * (height + CHIP + GAP);
    if (title !== '') parts.push(text(LEFT - 7, y + height / 2, title, { size: 10, anchor: 'end', isBold: true }));
    for (const [column, head] of heads.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other, with the page drawing in between
      parts.push(at(LEFT + column * (side + GAP), y, await thumbnail(grid, head, { width, height, side, isVector })));
      // oxlint-disable-next-line no-await-in-loop
      await pause();
    }
  }
  const directions = [
    text(LEFT, 6, 'to (key) →', { size: 9.5, fill: INK.key, isBold: true }),
    text(6, TOP, FROM, { size: 9.5, fill: INK.query, isBold: true, turn: -90, anchor: 'end' }),
  ];
  const drawn: Block = {
    width: LEFT + nColumns * (side + GAP) - GAP,
    height: Math.max(TOP + rows.length * (height + CHIP + GAP) - GAP, TOP + textWidth(FROM, 9.5, 'sans')),
    body: [...directions, ...parts].join('\n'),
  };
  const legend = cellsLegend(grid, base ? (grid.differenceMax ?? 1) : 1);
  const isOwnScale = mode === 'head';
  const shown = isOwnScale
    ? {
        ...legend,
        ticks: OWN_TICKS,
        title: `${base ? 'change of the weight' : 'weight'}, each head to its largest`,
      }
    : legend;
  return finished([drawn, legendBlock(base && isOwnScale ? { ...shown, ticks: OWN_SIGNED_TICKS } : shown)], words);
}

/** Where each head has a scale of its own, one legend can only say where it begins and ends. */
const OWN_TICKS = [
  { share: 0, text: '0' },
  { share: 1, text: 'largest' },
];
const OWN_SIGNED_TICKS = [
  { share: 0, text: '−largest' },
  { share: 0.5, text: '0' },
  { share: 1, text: '+largest' },
];

const FROM = '← from (query)';

/** Least part of a thumbnail's longer side that the shorter one has, however few tokens there are. */
const LEAST_SHARE = 0.2;

/** Cells of a thumbnail are square, unless it would become a mere line. */
function sizeOf(
  { nQueries, nKeys }: AttentionTensor,
  side: number,
): { readonly width: number; readonly height: number } {
  const longest = Math.max(nQueries, nKeys);
  const sideOf = (count: number): number => side * Math.max(LEAST_SHARE, count / longest);
  return { width: sideOf(nKeys), height: sideOf(nQueries) };
}

type ThumbnailBox = {
  readonly width: number;
  readonly height: number;
  /** The width that its words have. */
  readonly side: number;
  readonly isVector: boolean;
};

async function thumbnail(grid: HeadGridFigure, head: HeadRef, box: ThumbnailBox): Promise<Block> {
  const { tensor, tags, dimmed, turned } = grid;
  const { width, height, side, isVector } = box;
  const name = formatHead(head);
  const cells = headCells(cellPaint(grid, head, 'light'), MAX_THUMBNAIL_SIDE);
  const picture = await cellsBlock(cells, width, height, isVector);
  const body = [
    dimmed.has(name) ? `<g opacity="0.22">${picture.body}</g>` : picture.body,
    veil(turned.get(name) ?? 1, width, height),
    at(0, height, { body: chip(headName(tensor, head), tags.get(name), side) }),
  ];
  return { width: side, height: height + CHIP, body: body.join('') };
}

/** A head that is switched off lies under a veil with a cross, as on screen; one turned down under a thinner one. */
function veil(keep: number, width: number, height: number): string {
  if (keep >= 1) return '';
  const cover = rect(0, 0, width, height, INK.paper, ` opacity="${keep === 0 ? 0.68 : 0.4}"`);
  const cross = `<path d="M0 0L${num(width)} ${num(height)}M${num(width)} 0L0 ${num(height)}" stroke="${INK.muted}" stroke-width="1.2"/>`;
  const words = keep === 0 ? 'off' : `${Math.round(keep * 100)} %`;
  const badge = `${rect(0, height - 11, textWidth(words, 8, 'mono') + 5, 11, INK.ink)}${text(2.5, height - 5.5, words, { size: 8, font: 'mono', fill: INK.paper })}`;
  return `${cover}${keep === 0 ? cross : ''}${badge}`;
}

/** Two lines under a thumbnail: the name of the head, and sign, word and score of its label as far as there is room. */
function chip(name: string, tag: HeadTag | undefined, side: number): string {
  const first = text(0, 7, name, { size: 9, isBold: true });
  if (tag === undefined) return first;
  const sign = tag.label === null ? '' : glyph(LABEL_WORDS[tag.label].glyph, 0, 13.5, 9, INK.muted);
  const score = textWidth(tag.score, 8, 'mono');
  // The number comes first: of the words, as many as leave room for it.
  const fits = (words: string, width: number): boolean => textWidth(words, 8, 'sans') <= width;
  const beside = [tag.says, tag.chip, tag.short].find((words) => fits(words, side - score - 16));
  const hasScore = tag.score !== '' && beside !== undefined;
  const most = beside ?? tag.short;
  const word = fitted(most, side - 11);
  return [
    first,
    sign,
    text(11, 18, word, { size: 8, fill: INK.muted }),
    hasScore ? text(side, 18, tag.score, { size: 8, font: 'mono', anchor: 'end', fill: INK.muted }) : '',
  ].join('');
}

function fitted(words: string, width: number): string {
  if (textWidth(words, 8, 'sans') <= width) return words;
  let end = words.length;
  while (end > 1 && textWidth(`${words.slice(0, end)}…`, 8, 'sans') > width) end--;
  return `${words.slice(0, end)}…`;
}
