import type { Guess } from './guesses.ts';
import type { HeadSummary } from './summarise.ts';
import type { TargetResult } from './targets.ts';

/** A label is named in a head's line if the head has it in this share of the sentences that can tell. */
const NAMED = 0.25;

/** One line a head: its chip, then the labels that it has often, each with its mean score. */
export function headLines(heads: readonly HeadSummary[], nSentences: number): readonly string[] {
  return heads.map(({ head, labels, strongest }) => {
    const chip = strongest ? `${strongest.label} ${strongest.nSentences}/${nSentences}` : 'no label';
    const often = labels
      .filter(({ label, nAssigned, nJudged }) => label !== 'heterogeneous' && nAssigned / nJudged >= NAMED)
      .toSorted((a, b) => b.nAssigned / b.nJudged - a.nAssigned / a.nJudged)
      .map(({ label, nAssigned, nJudged, meanScore }) => `${label} ${meanScore.toFixed(2)} (${nAssigned}/${nJudged})`);
    return `  ${head.padEnd(6)} ${chip.padEnd(24)} ${often.join(', ')}`.trimEnd();
  });
}

export function targetLines(results: readonly TargetResult[]): readonly string[] {
  return results.map(({ wanted, saw, isReached }) => `  ${isReached ? 'yes' : 'NO '}  ${wanted}: ${saw}`);
}

/** A beginning or a gap, and what the model makes of it. */
export function guessLine(text: string, guesses: readonly Guess[]): string {
  const list = guesses.map((guess) => `${guess.text.trim()} ${guess.probability.toFixed(2)}`).join(', ');
  return `  ${text} -> ${list}`;
}
