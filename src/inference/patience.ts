import type { Pace, RunInput } from './protocol.ts';

/** What a worker may be deaf for without any reason, in milliseconds: a busy machine, a collection of garbage. */
const LEAST_MS = 2000;

/** How many times longer than expected a pass may take. */
const SLACK = 5;

/**
 * How long a worker may be deaf over inputs before it counts as hung, in milliseconds. A pass cannot be interrupted, so
 * a model that takes three seconds is deaf for three seconds; with the number of tokens that grows by more than the number,
 * by less than its square.
 * `maxTokens` is where the model cuts.
 */
export function patienceFor(pace: Pace | null, inputs: readonly RunInput[], maxTokens: number): number {
  if (pace === null) return LEAST_MS;
  const lengths = inputs.map((input) => Math.min(maxTokens, lengthOf(input) ?? pace.nTokens));
  const growth = Math.max(1, ...lengths) / Math.max(1, pace.nTokens);
  return LEAST_MS + SLACK * pace.ms * Math.max(1, growth) ** 1.5;
}

/** At most so many tokens, roughly: hardly any piece is shorter than a letter. Null where the model says how many. */
function lengthOf(input: RunInput): number | null {
  switch (input.kind) {
    case 'text':
      return input.text.length + (input.pair?.length ?? 0);
    case 'text-to-text':
      return input.source.length + (input.target?.length ?? 0);
    case 'ids':
      return input.ids.length;
    case 'image':
    case 'nothing':
      return null;
  }
}
