import type { CopyingScores } from '../../core/inside/questions.ts';
import { signedDecimals } from '../../core/numberWords.ts';

/** What the weights of a head alone say of copying, and why that is another question; or why it cannot be had. */
export function weightSignWords(byWeights: CopyingScores['byWeights'], name: string, head: number): string {
  if (byWeights === null) return `What the weights of ${name} alone say of bare words is being worked out …`;
  if ('whyNot' in byWeights) return `What its weights alone say of bare words cannot be had: ${byWeights.whyNot}.`;
  const sign = byWeights.signs[head] ?? Number.NaN;
  if (Number.isNaN(sign)) return `The weights of ${name} make nothing of bare words.`;
  return (
    `Another number, of its weights alone on bare words, from −1 to 1: ${signedDecimals(sign)}. Above 0 they mostly raise the word itself, below 0 they lower it. ` +
    'Before this layer other layers have changed what a word is, so it does not answer the question.'
  );
}
