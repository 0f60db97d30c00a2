import { hardestKey } from '../stats/headStats.ts';
import type { LabelContext } from './context.ts';
import { BAND } from './regions.ts';
import type { LabelId, LabelScore, Lean } from './report.ts';
import type { Pattern } from './rowSums.ts';
import { LEAN, MIN_TARGET_ROWS } from './rules.ts';
import type { TextFacts } from './textFacts.ts';
import { MAX_OFFSET } from './lines.ts';

/** A sink is a resting place, not a function: it names a head only if no pattern among the words does. */
const SINKS: readonly LabelId[] = ['delimiter', 'first'];
/** Labels that say something only where no pattern was found; the composite is left to its parts. */
const WHOLE: readonly LabelId[] = ['broad', 'uniform', 'resting'];
const NEVER: readonly LabelId[] = ['vertical+diagonal', 'heterogeneous'];

/**
 * The label of the chip, null when the text is too short: of the first kind that has any assigned, patterns among the
 * words, then sinks, then what describes the whole head, the one with the largest share. A label whose target holds that
 * of a narrower one steps back behind it.
 */
export function strongestOf(labels: readonly LabelScore[], text: TextFacts): LabelId | null {
  const assigned = labels.filter(({ status, label }) => status === 'assigned' && label !== 'vertical+diagonal');
  if (assigned.length === 0) return null;
  for (const isOfKind of [isPattern, isSink, isWhole]) {
    const ofKind = withoutWider(
      assigned.filter(({ label }) => isOfKind(label)),
      text,
    );
    const [strongest] = ofKind.toSorted((a, b) => b.share - a.share);
    if (strongest) return strongest.label;
  }
  return 'heterogeneous';
}

function isPattern(label: LabelId): boolean {
  return ![...SINKS, ...WHOLE, ...NEVER].includes(label);
}

function isSink(label: LabelId): boolean {
  return SINKS.includes(label);
}

function isWhole(label: LabelId): boolean {
  return WHOLE.includes(label);
}

/**
 * Leaves out labels whose target holds that of just one other. Two narrower ones side by side are what the wider one
 * says better: half on the word before and half on the word after is "nearby".
 */
function withoutWider(labels: readonly LabelScore[], text: TextFacts): readonly LabelScore[] {
  return labels.filter((wide) => labels.filter((narrow) => holds(wide, narrow, text)).length !== 1);
}

/** True if every cell that the second label asks for is one of the first label's, which has more of them. */
function holds(wide: LabelScore, narrow: LabelScore, { special, punctuation }: TextFacts): boolean {
  if (wide.label === 'local') {
    const isInBand = narrow.label === 'offset' && Math.abs(narrow.offset ?? Infinity) <= BAND;
    return isInBand || narrow.label === 'previous' || narrow.label === 'next' || narrow.label === 'self';
  }
  // Only of one mark: punctuation that stands although its top mark is taken out is more than that mark.
  if (wide.label === 'punctuation') {
    return narrow.label === 'vertical' && punctuation[narrow.column ?? -1] === 1 && count(punctuation) === 1;
  }
  return wide.label === 'delimiter' && narrow.label === 'first' && special[0] === 1 && count(special) > 1;
}

function count(flags: Uint8Array): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

/**
 * What a head with nothing but "broad" or no label at all comes nearest to: the line that most rows peak on, else the
 * best hint above its chance line. Null where there is neither, and for heads with another label.
 */
export function leanOf(
  strongest: LabelId | null,
  labels: readonly LabelScore[],
  pattern: Pattern,
  context: LabelContext,
): Lean | null {
  if (strongest !== 'broad' && strongest !== 'heterogeneous') return null;
  return peaksOf(pattern, context, LEAN[strongest]) ?? bestHint(labels, context.text);
}

function bestHint(labels: readonly LabelScore[], text: TextFacts): Lean | null {
  const hints = labels.filter(({ status, score, chance95 }) => status === 'hint' && score > chance95);
  const [best] = withoutWider(hints, text).toSorted((a, b) => part(b) - part(a));
  return best ? leanTo(best) : null;
}

/** A score as a part of what it must be. */
function part({ score, gates }: LabelScore): number {
  return score / (gates.find(({ name }) => name === 'score')?.needed ?? Infinity);
}

function leanTo({ label, offset, column, word }: LabelScore): Lean {
  return {
    label,
    ...(offset === undefined ? {} : { offset }),
    ...(column === undefined ? {} : { column }),
    ...(word === undefined ? {} : { word }),
  };
}

/**
 * The diagonal or column on which at least a share of the content rows have their largest weight among content keys; null
 * if there is none. Sinks are left out: where they are hidden this is what the eye sees.
 */
function peaksOf(pattern: Pattern, { text, regions }: LabelContext, least: number): Lean | null {
  const { nTokens, content } = text;
  const columns = new Int32Array(nTokens);
  const offsets = new Int32Array(2 * MAX_OFFSET + 1);
  let nRows = 0;
  for (let query = 0; query < nTokens; query++) {
    if (content[query] === 0 || regions.content.nKeys[query]! < 2) continue;
    nRows++;
    const { key: peak, isAlone } = hardestKey(pattern, regions.content.allowed, query, nTokens);
    if (!isAlone) continue;
    columns[peak]!++;
    if (Math.abs(peak - query) <= MAX_OFFSET) offsets[peak - query + MAX_OFFSET]!++;
  }
  const needed = Math.max(MIN_TARGET_ROWS, least * nRows);
  const column = columns.indexOf(Math.max(...columns));
  const offset = offsets.indexOf(Math.max(...offsets)) - MAX_OFFSET;
  const onColumn = columns[column] ?? 0;
  const onDiagonal = offsets[offset + MAX_OFFSET] ?? 0;
  if (nTokens === 0 || Math.max(onColumn, onDiagonal) < needed) return null;
  if (onDiagonal >= onColumn) return diagonalLean(offset);
  return { label: 'vertical', column, word: text.pieces[column]! };
}

function diagonalLean(offset: number): Lean {
  const label = offset === 0 ? 'self' : offset === -1 ? 'previous' : offset === 1 ? 'next' : 'offset';
  return label === 'offset' ? { label, offset } : { label };
}
