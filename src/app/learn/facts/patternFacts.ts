import { scoreOf } from '../../../core/labels/report.ts';
import type { HeadReport, HeadStats } from '../../../core/labels/report.ts';
import { chipWords, ofPiece } from '../../../core/labels/words.ts';
import type { Piece } from '../../../core/patchAxes.ts';
import type { HeadRef } from '../../../core/selection.ts';
import { sameHead } from '../../../core/selection.ts';
import { headName, patternOf } from '../../../core/tensor.ts';
import { visibleText } from '../../../core/tokenText.ts';
import { pieceWord } from '../../shown/pieceWord.ts';
import type { FactRows, Found, Seen } from './fact.ts';
import { assigned, headIn, isLabel } from './headIn.ts';
import { positionIn } from './positionIn.ts';

/** Facts of heads, weights and labels of the run on screen. Weights are those drawn: with heads off, those with heads off. */
export const PATTERN_FACTS: FactRows = {
  head: { args: ['head'], of: (seen, head) => withHead(seen, head, (found) => headName(seen.stack.tensor, found)) },
  weight: {
    args: ['head', 'position', 'position'],
    of: (seen, head, query, key) => withRow(seen, head, query, (row) => row[positionIn(seen, key) ?? -1]),
  },
  keyOf: { args: ['head', 'position'], of: (seen, head, query) => withRow(seen, head, query, largest) },
  wordOf: {
    args: ['head', 'position'],
    of: (seen, head, query) => withRow(seen, head, query, (row) => wordAt(seen.stack.keyTokens, largest(row))),
  },
  most: {
    args: ['head', 'position'],
    of: (seen, head, query) => withRow(seen, head, query, (row) => row[largest(row)]),
  },
  rowSum: {
    args: ['head', 'position'],
    of: (seen, head, query) => withRow(seen, head, query, (row) => row.reduce((sum, weight) => sum + weight, 0)),
  },
  word: { args: ['position'], of: (seen, query) => wordAt(seen.stack.queryTokens, positionIn(seen, query) ?? -1) },
  label: {
    args: ['head'],
    of: (seen, head) => withReport(seen, head, (report) => saidOf(report, pieceWord(seen.stack, 'key'))),
  },
  score: {
    args: ['head', 'label'],
    of: (seen, head, label = '') =>
      withReport(seen, head, (report) => report.labels.find((score) => score.label === label)?.score),
  },
  labelled: {
    args: ['label'],
    of: ({ stack }, label = '') =>
      stack.fresh === null ? null : isLabel(label) ? assigned(stack.fresh, label).length : undefined,
  },
  /** How many labels the heads have that are the strongest of at least one. */
  nLabels: {
    args: [],
    of: ({ stack }) =>
      stack.fresh === null ? null : new Set(stack.fresh.flatMap(({ strongest }) => strongest ?? [])).size,
  },
  entropy: { args: ['head'], of: (seen, head) => withStat(seen, head, 'entropyNats') },
  distance: { args: ['head'], digits: 1, of: (seen, head) => withStat(seen, head, 'meanDistance') },
  sinkMass: { args: ['head'], of: (seen, head) => withStat(seen, head, 'sinkMass') },
};

function withHead(seen: Seen, text: string | undefined, of: (head: HeadRef) => Found): Found {
  const head = headIn(seen, text ?? '');
  return head ? of(head) : head;
}

function withRow(
  seen: Seen,
  text: string | undefined,
  query: string | undefined,
  of: (row: Float32Array) => Found,
): Found {
  const { nQueries, nKeys } = seen.stack.tensor;
  const at = positionIn(seen, query);
  if (at === undefined || at >= nQueries) return undefined;
  return withHead(seen, text, (head) => of(patternOf(seen.stack.tensor, head).subarray(at * nKeys, (at + 1) * nKeys)));
}

function withReport(seen: Seen, text: string | undefined, of: (report: HeadReport) => Found): Found {
  const { fresh, isAfter } = seen.stack;
  if (fresh === null) return isAfter ? undefined : null;
  return withHead(seen, text, (head) => {
    const report = fresh.find((one) => sameHead(one, head));
    return report === undefined ? undefined : of(report);
  });
}

function withStat(seen: Seen, head: string | undefined, name: keyof HeadStats): Found {
  return withReport(seen, head, ({ stats }) => (Number.isFinite(stats[name]) ? stats[name] : undefined));
}

/** Words of a text, patches or moments: as the label is called on the page. */
function saidOf(report: HeadReport, piece: Piece): string | undefined {
  if (report.strongest === null) return undefined;
  return ofPiece(chipWords(scoreOf(report, report.strongest), report.lean).says, piece);
}

function wordAt(tokens: Seen['stack']['queryTokens'], position: number): string | undefined {
  const token = tokens[position];
  return token === undefined ? undefined : visibleText(token);
}

function largest(row: Float32Array): number {
  return row.reduce((best, weight, at) => (weight > (row[best] ?? 0) ? at : best), 0);
}
