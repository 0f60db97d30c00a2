import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { inkOn } from '../paint/inkOn.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { differenceTicks } from '../parts/DifferenceLegend.tsx';
import { countAbsent, factColor } from '../parts/fact.ts';
import type { HeadFact } from '../parts/fact.ts';
import { glyph } from '../picture/glyph.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';
import { INK } from '../picture/ink.ts';
import { legendBlock } from '../picture/legend.ts';
import { rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';

/** One signed number for every head: layers are rows, heads are columns. */
export type MapFigure = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly layerNumbers?: readonly number[] | undefined;
  /** By `L3H7`; a head without one, or whose value is null, is not measured. */
  readonly facts: ReadonlyMap<string, HeadFact>;
  /** The value, without its sign, at the end of the colours. */
  readonly max: number;
  /** Labels by `L3H7`. */
  readonly tags: ReadonlyMap<string, HeadTag>;
  /** What the number is, with its unit. */
  readonly title: string;
  /** Of heads that can have no number. */
  readonly missing?: string | undefined;
};

const LEFT = 30;
const TOP = 34;
const HEIGHT = 24;

/** The map of the page's Importance, with the numbers in its cells. */
export function mapFigure(map: MapFigure, words: FigureWords): Figure {
  const { nLayers, nHeads, layerNumbers, facts } = map;
  const width = Math.max(34, Math.min(86, Math.floor(860 / nHeads)));
  const parts = [text(0, 6, map.title, { size: 12, isBold: true })];
  for (let head = 0; head < nHeads; head++)
    parts.push(text(LEFT + (head + 0.5) * width, TOP - 8, `H${head}`, { anchor: 'middle', fill: INK.muted }));
  for (let layer = 0; layer < nLayers; layer++) {
    const y = TOP + layer * HEIGHT;
    parts.push(
      text(LEFT - 6, y + HEIGHT / 2, `L${layerNumbers?.[layer] ?? layer}`, { anchor: 'end', fill: INK.muted }),
    );
    for (let head = 0; head < nHeads; head++) {
      const name = formatHead({ layer, head });
      parts.push(cell(facts.get(name), map.tags.get(name), map.max, LEFT + head * width, y, width));
    }
  }
  const nCells = nLayers * nHeads;
  const { nMissing, nPending } = countAbsent(facts, nCells);
  const isFaint = [...facts.values()].some((fact) => fact.value !== null && fact.isFaint);
  const legend = legendBlock({
    title: map.title,
    color: (share) => signedColor('light', 2 * share - 1),
    ticks: differenceTicks(map.max),
    notes: [
      ...(isFaint ? [{ fill: INK.wash, text: 'within the noise' }] : []),
      ...(nMissing > 0
        ? [{ fill: INK.leftOut, text: `${map.missing ?? 'could not be measured'}: ${nMissing} of ${nCells}` }]
        : []),
      ...(nPending > 0 ? [{ fill: INK.leftOut, text: `not measured: ${nPending} of ${nCells}` }] : []),
    ],
  });
  const drawn: Block = { width: LEFT + nHeads * width, height: TOP + nLayers * HEIGHT, body: parts.join('\n') };
  return finished([drawn, legend], words);
}

function cell(
  fact: HeadFact | undefined,
  tag: HeadTag | undefined,
  max: number,
  x: number,
  y: number,
  width: number,
): string {
  const isKnown = fact !== undefined && fact.value !== null;
  const color = isKnown ? factColor('light', fact, max) : null;
  const fill = color ?? (isKnown ? INK.wash : INK.leftOut);
  const ink = color === null ? INK.muted : inkOn(color);
  const number = isKnown ? fact.text : '';
  const room = width - 8 - textWidth(number, 9, 'mono');
  const label = tag?.label ?? null;
  const hasGlyph = label !== null && room >= 10;
  const word = [tag?.chip, tag?.short].find((words) => words !== undefined && room >= 17 + textWidth(words, 8, 'sans'));
  return [
    rect(x, y, width - 1, HEIGHT - 1, fill),
    hasGlyph ? glyph(LABEL_WORDS[label].glyph, x + 3, y + HEIGHT / 2 - 4.5, 9, ink) : '',
    word === undefined ? '' : text(x + 14, y + HEIGHT / 2, word, { size: 8, fill: ink }),
    number === ''
      ? ''
      : text(x + width - 4, y + HEIGHT / 2, number, { size: 9, font: 'mono', anchor: 'end', fill: ink }),
  ].join('');
}
