import type { Again } from './again.ts';
import type { NullCell } from './falseLabels.ts';
import { wilson } from './interval.ts';
import type { RealCount } from './realHeads.ts';

/** Fewest tokens from which on the aim holds, and the share of heads that must get less than this of false labels. */
export const AIM = { nTokens: 12, share: 0.01 } as const;

/** A share with its 95 % interval, in per cent. */
export function shareWords(nHits: number, nTries: number): string {
  const { low, high } = wilson(nHits, nTries);
  const [share, from, to] = [nHits / nTries, low, high].map((part) => (100 * part).toFixed(2));
  return `${share} [${from}, ${to}]`;
}

/** The cells that miss the aim. */
export function missed(cells: readonly NullCell[]): readonly NullCell[] {
  return cells.filter(({ nTokens, nFalse, nHeads }) => nTokens >= AIM.nTokens && nFalse / nHeads >= AIM.share);
}

/** One row for each length and direction, one for each kind of head: all kinds together, then the worst one. */
export function nullLines(cells: readonly NullCell[]): readonly string[] {
  const sizes = new Set(cells.map(({ nTokens, isCausal }) => `${nTokens}|${isCausal ? 'causal' : 'both ways'}`));
  const rows = [...sizes].map((size) => {
    const [length = '', direction = ''] = size.split('|');
    const ofGroup = cells.filter(
      ({ nTokens, isCausal }) => nTokens === Number(length) && isCausal === (direction === 'causal'),
    );
    const nFalse = ofGroup.reduce((sum, cell) => sum + cell.nFalse, 0);
    const nHeads = ofGroup.reduce((sum, cell) => sum + cell.nHeads, 0);
    const worst = ofGroup.reduce((most, cell) => (cell.nFalse > most.nFalse ? cell : most));
    const labels = worst.labels.slice(0, 3).map(([label, count]) => `${label} ${count}`);
    const worstWords =
      worst.nFalse === 0 ? '' : `${worst.kind}: ${shareWords(worst.nFalse, worst.nHeads)} (${labels.join(', ')})`;
    return [length, direction, shareWords(nFalse, nHeads), worstWords];
  });
  return table(
    ['tokens', 'looks', 'false labels, % of heads', 'the worst kind'],
    rows.toSorted((a, b) => Number(a[0]) - Number(b[0])),
  );
}

export function realLines(counts: readonly RealCount[]): readonly string[] {
  return table(
    ['real heads', 'count'],
    counts.map(({ what, count }) => [what, String(count)]),
  );
}

export function againLines(model: string, rows: readonly Again[]): readonly string[] {
  return table(
    [model, 'given', 'comes again'],
    rows.map(({ label, nGiven, again }) => [label, String(nGiven), again.toFixed(2)]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
