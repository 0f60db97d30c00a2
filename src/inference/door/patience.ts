import { lengthOfInput } from '../../core/modelInputs.ts';
import type { Pace, RunInput } from '../protocol.ts';

/** What a worker may be deaf for without any reason, in milliseconds: a busy machine, a collection of garbage. */
const LEAST_MS = 2000;

/** How many times longer than expected a pass may take. */
const SLACK = 5;

/** A pass that a model has shown, and how long its input was written: what that makes of tokens goes for the next as well. */
export type ShownPass = Pace & { readonly nLetters: number };

/** What a run has shown. Of a text that was written on perhaps a token alone was run: it never shows less than the pass `before`. */
export function shownPass(
  ms: number,
  nTokens: number,
  input: RunInput | null,
  before: ShownPass | null = null,
): ShownPass {
  const isWritten = input !== null && 'written' in input && input.written !== undefined;
  if (isWritten && before !== null && before.ms > ms) return before;
  return { ms, nTokens, nLetters: (input && lengthOfInput(input.kind, input)) ?? nTokens };
}

/**
 * How long a worker may be deaf over inputs before it counts as hung, in milliseconds. A pass cannot be interrupted, so
 * a model that takes three seconds is deaf for three seconds; with the number of tokens that grows by more than the number,
 * by less than its square.
 * `maxTokens` is where the model cuts. With no input under way it hears at once.
 */
export function patienceFor(pace: ShownPass | null, inputs: readonly RunInput[], maxTokens: number): number {
  if (pace === null || inputs.length === 0) return LEAST_MS;
  const perLetter = pace.nTokens / Math.max(1, pace.nLetters);
  const lengths = inputs.map((input) =>
    Math.min(maxTokens, perLetter * (lengthOfInput(input.kind, input) ?? pace.nLetters)),
  );
  const growth = Math.max(1, ...lengths) / Math.max(1, pace.nTokens);
  return LEAST_MS + SLACK * pace.ms * Math.max(1, growth) ** 1.5;
}
