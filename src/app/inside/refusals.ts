import type { Refusal } from '../../core/inside/layer.ts';

/** Why something of a head cannot be shown, in one sentence; what was met is named where it helps. */
const SENTENCES: Readonly<Record<Refusal['why'], (detail: string) => string>> = {
  'no-scale': () =>
    'This graph multiplies scores by no scale. Either the model was made without one, as T5 is, or the export folded it into the query weights; the file does not tell.',
  'rotary-inside': () =>
    'This operator rotates queries and keys inside. What goes in is shown; the product that decides cannot be taken out.',
  'mixed-heads': () => 'This layer mixes its heads with stored weights, so no head writes alone.',
  'scores-inside': () =>
    'Scores stay inside the operator. These are worked back from the weights: differences between keys are exact, the common height of a row is unknown.',
  branch: () => 'This layer lies in a branch (If); only its weights leave it.',
  'no-output-weights': (detail) =>
    `The output weights were not found in the form z W_O${detail === '' ? '' : `: ${detail}`}. What the head writes is measured by switching it off.`,
  'check-failed': (detail) =>
    `What was worked out here differs from what the model gives${detail === '' ? '' : ` (by ${detail})`}, so it is not shown.`,
  'not-finite': (detail) =>
    `Not finite here${detail === '' ? '' : ` (${detail})`}: a number grew too large for its type, and what follows from it has no meaning.`,
  'not-found': (detail) =>
    detail === '' ? 'The graph does not tell where this is.' : `This cannot be had here: ${detail}.`,
  'no-direct-path': (detail) =>
    `What this head adds to the scores cannot be read off: ${detail === '' ? 'more than sums and one norm lie between' : detail}. What it does to them is measured by switching it off.`,
  'head-off': (detail) =>
    detail === ''
      ? 'This head is off: whatever its softmax does, nothing of it is written.'
      : `This head is off: ${detail} stands in its place, so whatever its softmax does goes nowhere.`,
  'other-window': () =>
    'This key stands in another window. The layer compares what stands in one window only, so there is no product with it.',
  'weights-only': () => 'The file holds weights only: nothing else of the head can be had.',
};

export function refusalWords({ why, detail }: Refusal): string {
  return SENTENCES[why](detail);
}
