import type { Choice } from './firstChoices.ts';
import type { GenerationConfig } from './generationConfig.ts';

/** What the decoder thinks of the next token: one score for each of the vocabulary. */
type NextScores = (target: readonly number[]) => Promise<Float32Array>;

/**
 * A target written greedily, the likeliest token each time, beginning with `start` and what the model must begin with;
 * the end token is not part of it. At most `maxTokens` tokens, the first included; of equal scores the lower id wins.
 * Rejects with the signal's reason if a newer request came meanwhile, or with what `next` throws.
 */
export async function writeGreedily(
  next: NextScores,
  start: number,
  { ends, first, never, neverFirst }: GenerationConfig,
  maxTokens: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const target = [start];
  while (target.length < maxTokens) {
    signal.throwIfAborted();
    const choice = first[target.length - 1] ?? [];
    // The only one needs no pass of the model.
    const only = choice.length === 1 ? choice[0] : undefined;
    const isFirstFree = target.length === first.length + 1;
    const forbidden = new Set(choice.length > 0 ? [] : isFirstFree ? [...never, ...neverFirst] : never);
    const id = only ?? likeliest(await next(target), choice, forbidden);
    if (id === null || (choice.length === 0 && ends.includes(id))) break;
    target.push(id);
  }
  return target;
}

/** Among `choice`, or all where that is empty; null if every score is no number or forbidden. */
function likeliest(scores: Float32Array, choice: Choice, forbidden: ReadonlySet<number>): number | null {
  let best: number | null = null;
  let bestScore = -Infinity;
  for (const id of choice.length > 0 ? choice.toSorted((a, b) => a - b) : scores.keys()) {
    const score = scores[id] ?? -Infinity;
    if (score > bestScore && !forbidden.has(id)) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}
