import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelGlyph } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { textWidth } from '../picture/textWidth.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import { factColor, factLimits, factState } from '../parts/fact.ts';
import type { FactState, HeadFact } from '../parts/fact.ts';
import type { HeadTag } from '../parts/headTag.ts';
import type { RampLegendProps } from '../parts/RampLegend.tsx';
import type { MapLayout } from './HeadMap.layout.ts';
import { mapLegend } from './HeadMap.legend.ts';
import type { MapValues } from './HeadMap.values.ts';

export type MapCell = {
  readonly head: HeadRef;
  /** Read out, and shown to a pointer that rests on it. */
  readonly name: string;
  readonly state: FactState;
  /** Of the ramp, with the ink that reads on it; null where the number has no colour. */
  readonly color: string | null;
  readonly ink: string | null;
  /** What stands in the cell, from the left; null or empty where there is nothing to say, or no room for it. */
  readonly glyph: LabelGlyph | null;
  readonly word: string | null;
  readonly number: string;
};

export type MapPicture = {
  readonly title: string;
  readonly layout: MapLayout;
  /** Names of the columns. */
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly MapCell[] }[];
  readonly legend: Required<RampLegendProps>;
};

/** What is to be drawn of a number for every head. */
export function mapPicture(values: MapValues, layout: MapLayout, scheme: Scheme): MapPicture {
  const { nLayers, nHeads, layerNumbers, title } = values;
  return {
    title,
    layout,
    columns: Array.from({ length: nHeads }, (_, head) => (layout.shows === 'bare' ? String(head) : `H${head}`)),
    rows: Array.from({ length: nLayers }, (_, layer) => ({
      name: `L${layerNumbers?.[layer] ?? layer}`,
      cells: Array.from({ length: nHeads }, (__, head) => mapCell(values, layout, scheme, { layer, head })),
    })),
    legend: mapLegend(values, scheme),
  };
}

function mapCell(values: MapValues, layout: MapLayout, scheme: Scheme, head: HeadRef): MapCell {
  const fact = values.facts.get(formatHead(head));
  const tag = values.tags?.get(formatHead(head));
  const isKnown = fact !== undefined && fact.value !== null;
  const color = isKnown ? factColor(scheme, fact, values.max) : null;
  const number = isKnown ? fact.text : '';
  return {
    head,
    name: cellName(values, head, fact, tag),
    state: isKnown ? factState(fact) : 'pending',
    color,
    ink: color === null ? null : inkOn(color),
    ...marksIn(layout, tag, number),
  };
}

function cellName(
  { layerNumbers, isRunning }: MapValues,
  { layer, head }: HeadRef,
  fact: HeadFact | undefined,
  tag: HeadTag | undefined,
): string {
  const words =
    fact !== undefined && fact.value !== null
      ? `${fact.words ?? fact.text}${factLimits(fact)}`
      : fact?.why === undefined
        ? isRunning
          ? 'not measured yet'
          : 'not measured'
        : `could not be measured: ${fact.why}`;
  return `Layer ${layerNumbers?.[layer] ?? layer}, head ${head}${tag ? `: ${tag.says}` : ''}, ${words}`;
}

/** Sizes of the words in a cell whose words are measured, in CSS pixels. */
export const NUMBER_SIZE = 9;
export const WORD_SIZE = 8;

/** What of a label and a number finds room in a cell. */
function marksIn(
  { shows, cellWidth }: MapLayout,
  tag: HeadTag | undefined,
  number: string,
): Pick<MapCell, 'glyph' | 'word' | 'number'> {
  const label = tag?.label ?? null;
  const glyph = label === null ? null : LABEL_WORDS[label].glyph;
  switch (shows) {
    case 'word':
      return { glyph, word: tag?.short ?? null, number };
    case 'glyph':
      return { glyph, word: null, number };
    case 'number':
      return { glyph: null, word: null, number };
    case 'bare':
      return { glyph: null, word: null, number: '' };
    case 'measured': {
      const room = cellWidth - 8 - textWidth(number, NUMBER_SIZE, 'mono');
      const fits = (words: string | undefined): boolean =>
        words !== undefined && room >= 17 + textWidth(words, WORD_SIZE, 'sans');
      return {
        glyph: room >= 10 ? glyph : null,
        word: [tag?.chip, tag?.short].find(fits) ?? null,
        number,
      };
    }
  }
}
