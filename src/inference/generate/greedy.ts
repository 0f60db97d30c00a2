import type { GenerationConfig } from './generationConfig.ts';

/** What the decoder thinks of the next token: one score for each of the vocabulary. */
type NextScores = (target: readonly number[]) => Promise<Float32Array>;

/**
 * A target written greedily, the likeliest token each time, beginning with `start`; the end token is not part of it.
 * At most `maxTokens` tokens, the first included; of equal scores the lower id wins.
 * Rejects with the signal's reason if a newer request came meanwhile, or with what `next` throws.
 */
export async function writeGreedily(
  next: NextScores,
  start: number,
  { ends, forcedFirst, never }: GenerationConfig,
  maxTokens: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const target = [start];
  if (forcedFirst !== null && maxTokens > 1) target.push(forcedFirst);
  while (target.length < maxTokens) {
    signal.throwIfAborted();
    const id = likeliest(await next(target), never);
    if (id === null || ends.includes(id)) break;
    target.push(id);
  }
  return target;
}

/** Null if every score is no number or forbidden. */
function likeliest(scores: Float32Array, never: readonly number[]): number | null {
  const forbidden = new Set(never);
  let best: number | null = null;
  let bestScore = -Infinity;
  for (const [id, score] of scores.entries()) {
    if (score > bestScore && !forbidden.has(id)) {
      best = id;
      bestScore = score;
    }
  }
  return best;
}
