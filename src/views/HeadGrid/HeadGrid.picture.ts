import { LABEL_WORDS } from '../../core/labels/words.ts';
import type { LabelGlyph } from '../../core/labels/words.ts';
import { percent } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import { factColor, factLimits, factState } from '../parts/fact.ts';
import type { FactState, HeadFact } from '../parts/fact.ts';
import { chipWord, tagTitle } from '../parts/headTag.ts';
import type { HeadTag } from '../parts/headTag.ts';
import { chipNumber } from './HeadGrid.layout.ts';
import type { GridLayout } from './HeadGrid.layout.ts';

/** Heads in rows; a row without a title holds heads of any layer. */
export type GridRows = readonly { readonly title: string; readonly heads: readonly HeadRef[] }[];

export type GridValues = {
  readonly tensor: Pick<ShownPatterns['tensor'], 'layerNumbers'>;
  /** From the top; titles are "L0", "L1", ... or empty where the heads are sorted. */
  readonly rows: GridRows;
  /** By `L3H7`; missing while the labels are on their way. */
  readonly tags: ReadonlyMap<string, HeadTag>;
  /** Heads that a filter passes over, by `L3H7`. */
  readonly dimmed: ReadonlySet<string>;
  readonly pinned?: ReadonlySet<string> | undefined;
  /** What is kept of a head that is turned down, 0 to 1, by `L3H7`; 1 or missing leaves it as it is. */
  readonly turned?: ReadonlyMap<string, number> | null | undefined;
  /** Layers whose heads are folded into their average. */
  readonly folded?: readonly number[] | undefined;
  /** What colours the line under each thumbnail, by `L3H7`: the grid as a map of whatever is worked out beside it. */
  readonly cells?: ReadonlyMap<string, HeadFact> | null | undefined;
  /** The value, without its sign, at the end of the colours of `cells`. */
  readonly cellsMax?: number | undefined;
  /** Heads with a note, by `L3H7`. */
  readonly notes?: ReadonlyMap<string, GridNote> | undefined;
};

/** What a person has written of a head: the letter in its corner, and the words. */
export type GridNote = { readonly mark: string; readonly says: string };

/** The number under a head. */
type GridFact = {
  readonly text: string;
  /** The longest of the grid. */
  readonly longest: string;
  /** `faint` is within the noise, `pending` has no number. */
  readonly state: FactState;
  /** Of the ramp, with the ink that reads on it; null where the number has no colour. */
  readonly color: string | null;
  readonly ink: string | null;
};

/** One head of the grid. */
export type GridCell = {
  readonly head: HeadRef;
  /** By which the page knows it, `L3H7`. */
  readonly name: string;
  /** With the true number of its layer, as people read it. */
  readonly shownName: string;
  /** Whether its place does not tell which head it is. */
  readonly showsName: boolean;
  /** Read out. */
  readonly says: string;
  /** Shown to a pointer that rests on it. */
  readonly title: string;
  readonly tag: HeadTag | undefined;
  readonly fact: GridFact | null;
  readonly note: GridNote | null;
  readonly isDimmed: boolean;
  readonly isPinned: boolean;
  /** What is kept of the head: 1 as it is, 0 switched off; and in words where it is not 1. */
  readonly keep: number;
  readonly badge: string | null;
};

export type GridRow = {
  /** Empty where the row is no layer. */
  readonly title: string;
  /** The layer, as a place in the stack; null where the row is none. */
  readonly layer: number | null;
  /** Whether its heads are folded into their average, which is drawn in their place. */
  readonly isFolded: boolean;
  /** Whether all of its heads are switched off. */
  readonly isOff: boolean;
  readonly cells: readonly GridCell[];
};

export type GridPicture = { readonly nColumns: number; readonly rows: readonly GridRow[] };

/** Every head with what is said of it; the thumbnails are painted by `cellPaint`, one after the other. */
export function gridPicture(values: GridValues, scheme: Scheme): GridPicture {
  const longest = longestNumber(values.cells);
  return {
    nColumns: Math.max(...values.rows.map(({ heads }) => heads.length)),
    rows: values.rows.map(({ title, heads }) => ({
      title,
      ...foldOf(title === '' ? null : (heads[0]?.layer ?? null), values.folded ?? []),
      isOff: heads.every((head) => values.turned?.get(formatHead(head)) === 0),
      cells: heads.map((head) => gridCell(values, head, title === '', scheme, longest)),
    })),
  };
}

function foldOf(layer: number | null, folded: readonly number[]): Pick<GridRow, 'layer' | 'isFolded'> {
  return { layer, isFolded: layer !== null && folded.includes(layer) };
}

function longestNumber(facts: GridValues['cells']): string {
  return [...(facts?.values() ?? [])].reduce(
    (longest, { text }) => (text.length > longest.length ? text : longest),
    '',
  );
}

function gridCell(values: GridValues, head: HeadRef, showsName: boolean, scheme: Scheme, longest: string): GridCell {
  const name = formatHead(head);
  const layer = values.tensor.layerNumbers?.[head.layer] ?? head.layer;
  const shownName = formatHead({ layer, head: head.head });
  const tag = values.tags.get(name);
  const fact = values.cells?.get(name);
  const keep = values.turned?.get(name) ?? 1;
  const note = values.notes?.get(name) ?? null;
  const more = `${factWords(fact)}${keepWords(keep)}${note === null ? '' : `, note: ${note.says}`}`;
  return {
    head,
    name,
    shownName,
    showsName,
    says: `Layer ${layer}, head ${head.head}${tag ? `: ${tag.says}` : ''}${showsName ? ` (${shownName})` : ''}${more}`,
    title: `${tag ? `${shownName}: ${tagTitle(tag)}` : shownName}${more}`,
    tag,
    fact: fact === undefined ? null : { ...gridFact(fact, values.cellsMax ?? 1, scheme), longest },
    note,
    isDimmed: values.dimmed.has(name),
    isPinned: values.pinned?.has(name) ?? false,
    keep,
    badge: keep >= 1 ? null : keep === 0 ? 'off' : percent(keep),
  };
}

function gridFact(fact: HeadFact, max: number, scheme: Scheme): Omit<GridFact, 'longest'> {
  const color = factColor(scheme, fact, max);
  return { text: fact.text, state: factState(fact), color, ink: color === null ? null : inkOn(color) };
}

function factWords(fact: HeadFact | undefined): string {
  const words = fact?.words ?? fact?.text ?? '';
  if (fact === undefined || fact.value === null || words === '') return '';
  return `, ${words}${factLimits(fact)}`;
}

function keepWords(keep: number): string {
  if (keep >= 1) return '';
  return keep === 0 ? ', switched off' : `, turned down to ${percent(keep)}`;
}

/** What stands under a thumbnail of the screen, from the left; null where there is nothing, or no room. */
type GridChip = {
  readonly name: string | null;
  readonly glyph: LabelGlyph | null;
  readonly word: string | null;
  readonly number: string | null;
};

/** The line under a head, as far as there is room: a number stands before a word. */
export function gridChip({ shownName, showsName, tag, fact }: GridCell, layout: GridLayout, rem: number): GridChip {
  const hasWords = layout.chip === 'word';
  return {
    name: showsName ? shownName : null,
    glyph: tag?.label && (fact === null || isGroup(fact) || hasWords) ? LABEL_WORDS[tag.label].glyph : null,
    word:
      hasWords && !showsName && (fact === null || isGroup(fact))
        ? tag === undefined
          ? ''
          : chipWord(tag, layout.side, rem)
        : null,
    number: fact === null || isGroup(fact) ? null : chipNumber(fact.text, fact.longest, layout, rem),
  };
}

/** A colour without a number: the words of the head stay. */
function isGroup({ state, text }: GridFact): boolean {
  return state === 'known' && text === '';
}
