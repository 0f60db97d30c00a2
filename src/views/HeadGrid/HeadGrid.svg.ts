import { foldedLayer } from '../../core/ablation/averagePattern.ts';
import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { cellPaint } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { cellsBlock } from '../picture/cells.ts';
import { cellsLegend } from '../picture/cellsLegend.ts';
import { glyph } from '../picture/glyph.ts';
import { headCells } from '../picture/headCells.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { legendBlock } from '../picture/legend.ts';
import { at, num, rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';
import type { GridCell, GridPicture } from './HeadGrid.picture.ts';

/** More cells than this in all become images: the file stays small. */
const MAX_VECTOR_CELLS = 40_000;

/** Cells a side of a thumbnail; of larger heads a cell shows the largest weight of its block, as on screen. */
export const MAX_THUMBNAIL_SIDE = 128;

const GAP = 9;
const CHIP = 22;
const LEFT = 42;
const TOP = 16;

/** The colours that a grid is written in. */
type GridColors = { readonly scheme: Scheme; readonly ink: Ink };

const PAPER: GridColors = { scheme: 'light', ink: INK };

/** Thumbnails of all heads with their labels as SVG text, layers in rows; `pause` is waited for after each. */
export async function gridBlock(
  { rows, nColumns }: GridPicture,
  patterns: ShownPatterns,
  pause: () => Promise<void>,
  colors: GridColors = PAPER,
): Promise<Block> {
  const { tensor } = patterns;
  const { ink } = colors;
  const side = Math.max(54, Math.min(108, Math.floor(880 / Math.max(1, nColumns)) - GAP));
  const { width, height } = sizeOf(tensor, side);
  const tops = rowTops(rows, height);
  const isVector = tensor.nQueries * tensor.nKeys * rows.length * nColumns <= MAX_VECTOR_CELLS;
  const box = { width, height, side, isVector };
  const parts: string[] = [];
  for (const [row, { title, cells, layer, isFolded }] of rows.entries()) {
    const y = tops[row] ?? TOP;
    if (title !== '') parts.push(text(LEFT - 7, y + height / 2, title, { size: 10, anchor: 'end', isBold: true }));
    if (isFolded && layer !== null) {
      parts.push(at(LEFT, y, await foldedRow(patterns, layer, box, colors)));
      await pause();
      continue;
    }
    for (const [column, cell] of cells.entries()) {
      // One after the other, with the page drawing in between.
      parts.push(at(LEFT + column * (side + GAP), y, await thumbnail(patterns, cell, box, colors)));
      await pause();
    }
  }
  const directions = [
    text(LEFT, 6, 'to (key) →', { size: 9.5, fill: ink.key, isBold: true }),
    text(6, TOP, FROM, { size: 9.5, fill: ink.query, isBold: true, turn: -90, anchor: 'end' }),
  ];
  return {
    width: LEFT + nColumns * (side + GAP) - GAP,
    height: Math.max((tops[rows.length] ?? TOP) - GAP, TOP + textWidth(FROM, 9.5, 'sans')),
    body: [...directions, ...parts].join('\n'),
  };
}

/** The average of a folded layer is drawn this much larger than a thumbnail. */
const FOLDED = 1.8;

/** Where each row begins, and last where the grid ends, a gap after it. */
function rowTops(rows: GridPicture['rows'], height: number): readonly number[] {
  const tops = [TOP];
  for (const { isFolded } of rows) {
    tops.push((tops.at(-1) ?? TOP) + (isFolded ? FOLDED * height : height + CHIP) + GAP);
  }
  return tops;
}

/** A layer whose heads are folded into one: their average, large, in the place of the row. */
async function foldedRow(
  patterns: ShownPatterns,
  layer: number,
  { width, height, isVector }: ThumbnailBox,
  { scheme, ink }: GridColors,
): Promise<Block> {
  const { tensor, base } = patterns;
  const folded = { ...patterns, tensor: foldedLayer(tensor, layer), base: base ? foldedLayer(base, layer) : null };
  const cells = headCells(cellPaint(folded, { layer: 0, head: 0 }, scheme), MAX_THUMBNAIL_SIDE);
  const [wide, high] = [FOLDED * width, FOLDED * height];
  const picture = await cellsBlock(cells, wide, high, isVector, ink);
  const words = `one head: the average of ${tensor.nHeads}`;
  return {
    width: wide + 8 + textWidth(words, 9, 'sans'),
    height: high,
    body: `${picture.body}${text(wide + 8, 7, words, { size: 9, fill: ink.muted })}`,
  };
}

/** The legend of the whole grid. */
export function gridLegend(patterns: ShownPatterns, { scheme, ink }: GridColors = PAPER): Block {
  const { mode, base, differenceMax = 1 } = patterns;
  const legend = cellsLegend(patterns, base ? differenceMax : 1, scheme, ink);
  if (mode !== 'head') return legendBlock(legend, ink);
  const title = `${base ? 'change of the weight' : 'weight'}, each head to its largest`;
  return legendBlock({ ...legend, title, ticks: base ? OWN_SIGNED_TICKS : OWN_TICKS }, ink);
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

async function thumbnail(
  patterns: ShownPatterns,
  cell: GridCell,
  { width, height, side, isVector }: ThumbnailBox,
  { scheme, ink }: GridColors,
): Promise<Block> {
  const cells = headCells(cellPaint(patterns, cell.head, scheme), MAX_THUMBNAIL_SIDE);
  const picture = await cellsBlock(cells, width, height, isVector, ink);
  const body = [
    cell.isDimmed ? `<g opacity="0.22">${picture.body}</g>` : picture.body,
    veil(cell, width, height, ink),
    frame(cell, width, height, side),
    noteMark(cell, ink),
    at(0, height, { body: chip(cell, side, ink) }),
  ];
  return { width: side, height: height + CHIP, body: body.join('') };
}

/** A head that is switched off lies under a veil with a cross, as on screen; one turned down under a thinner one. */
function veil({ keep, badge }: GridCell, width: number, height: number, ink: Ink): string {
  if (badge === null) return '';
  const cover = rect(0, 0, width, height, ink.paper, ` opacity="${keep === 0 ? 0.68 : 0.4}"`);
  const cross = `<path d="M0 0L${num(width)} ${num(height)}M${num(width)} 0L0 ${num(height)}" stroke="${ink.muted}" stroke-width="1.2"/>`;
  const sign = `${rect(0, height - 11, textWidth(badge, 8, 'mono') + 5, 11, ink.ink)}${text(2.5, height - 5.5, badge, { size: 8, font: 'mono', fill: ink.paper })}`;
  return `${cover}${keep === 0 ? cross : ''}${sign}`;
}

/** Two lines under a thumbnail: the name of the head, and sign, word and score of its label as far as there is room. */
function chip({ shownName, tag, fact }: GridCell, side: number, ink: Ink): string {
  const onColor = fact?.ink ?? null;
  const first = [
    text(0, 7, shownName, { size: 9, isBold: true, fill: onColor ?? ink.ink }),
    fact === null || fact.text === ''
      ? ''
      : text(side, 7, fact.text, { size: 8, font: 'mono', anchor: 'end', fill: onColor ?? ink.muted }),
  ].join('');
  return tag === undefined ? first : `${first}${label(tag, side, onColor ?? ink.muted)}`;
}

/** The letter of a head that a person has written of, in its corner. */
function noteMark({ note }: GridCell, ink: Ink): string {
  if (note === null) return '';
  return `${rect(0, 0, 11, 11, ink.ink)}${text(5.5, 5.5, note.mark, { size: 8, font: 'mono', anchor: 'middle', isBold: true, fill: ink.paper })}`;
}

/** A head with a colour stands in a frame of it, words included. */
function frame({ fact }: GridCell, width: number, height: number, side: number): string {
  if (fact === null || fact.color === null) return '';
  const edge = `<rect x="-1.5" y="-1.5" width="${num(width + 3)}" height="${num(height + 3)}" fill="none" stroke="${fact.color}" stroke-width="3"/>`;
  return `${edge}${rect(-3, height, Math.max(side, width) + 6, CHIP + 2, fact.color)}`;
}

function label(tag: HeadTag, side: number, muted: string): string {
  const sign = tag.label === null ? '' : glyph(LABEL_WORDS[tag.label].glyph, 0, 13.5, 9, muted);
  const score = textWidth(tag.score, 8, 'mono');
  // The number comes first: of the words, as many as leave room for it.
  const fits = (words: string, width: number): boolean => textWidth(words, 8, 'sans') <= width;
  const beside = [tag.says, tag.chip, tag.short].find((words) => fits(words, side - score - 16));
  const hasScore = tag.score !== '' && beside !== undefined;
  const word = fitted(beside ?? tag.short, side - 11);
  return [
    sign,
    text(11, 18, word, { size: 8, fill: muted }),
    hasScore ? text(side, 18, tag.score, { size: 8, font: 'mono', anchor: 'end', fill: muted }) : '',
  ].join('');
}

function fitted(words: string, width: number): string {
  if (textWidth(words, 8, 'sans') <= width) return words;
  let end = words.length;
  while (end > 1 && textWidth(`${words.slice(0, end)}…`, 8, 'sans') > width) end--;
  return `${words.slice(0, end)}…`;
}
