import type { Effect, EffectSummary } from './effect.ts';

/**
 * How far the vector of each token turned: 1 - cosine(before, after), 0 (same direction) to 2 (opposite).
 * Shapes: before and after [token, channel] -> [token]. Throws RangeError for other lengths.
 * Worked out as half the squared distance of the unit vectors, so that equal vectors give exactly 0 and small turns keep
 * their digits. Two vectors of length 0 have turned by 0, one of them by 1.
 */
export function turnsOf(before: Float32Array, after: Float32Array, nTokens: number, nChannels: number): Float32Array {
  for (const { length } of [before, after]) {
    if (length !== nTokens * nChannels) {
      throw new RangeError(`invalid output: ${length} numbers (${nTokens} tokens of ${nChannels})`);
    }
  }
  const turns = new Float32Array(nTokens);
  for (let token = 0; token < nTokens; token++) {
    const start = token * nChannels;
    const a = lengthOf(before, start, nChannels);
    const b = lengthOf(after, start, nChannels);
    if (a === 0 || b === 0) {
      turns[token] = a === b ? 0 : 1;
      continue;
    }
    let squares = 0;
    for (let at = start; at < start + nChannels; at++) squares += (before[at]! / a - after[at]! / b) ** 2;
    turns[token] = squares / 2;
  }
  return turns;
}

/** The effect on a model without a language head. Shape: turns [token]. */
export function outputEffect(turns: Float32Array): Effect {
  return { objective: 'output', summary: outputSummary(turns), positions: [], turns };
}

/** The same in few numbers: the mean turn; NaN for no token. Shape: turns [token]. */
export function outputSummary(turns: Float32Array): EffectSummary {
  let sum = 0;
  for (const turn of turns) sum += turn;
  return {
    lossBefore: NaN,
    lossAfter: NaN,
    nScored: 0,
    meanKl: NaN,
    maxKl: NaN,
    worst: -1,
    nPositions: 0,
    nFlips: 0,
    meanTurn: turns.length > 0 ? sum / turns.length : NaN,
  };
}

function lengthOf(data: Float32Array, start: number, nChannels: number): number {
  let squares = 0;
  for (let at = start; at < start + nChannels; at++) squares += data[at]! ** 2;
  return Math.sqrt(squares);
}
