import { expect, test } from 'vitest';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { times } from './testing/doubleRows.ts';
import { readNetwork } from './testing/network.ts';
import { measureCopying } from './word.ts';

/** The words of the specification: 200, spread over the vocabulary. */
const TRIED = Array.from({ length: 200 }, (_, at) => 7 + 20 * at);
const [START, BELOW] = [0, 5];

/** The layers that the fixture leaves out. */
const LAYERS = [2, 3] as const;

/** Of each head the share of those words that it raises more than all but `BELOW` other tokens, [layer][head]. */
function expected(): readonly (readonly number[])[] {
  const network = readNetwork('bookworm-gpt');
  const nRaised = LAYERS.map(() => Array.from({ length: 8 }, () => 0));
  for (const token of TRIED) {
    const { layers, last } = network.run([START, token]);
    for (const [at, layer] of LAYERS.entries()) {
      for (const [head, { v, bV, wO }] of layers[layer]!.heads.entries()) {
        const value = v[1]!.map((one, channel) => one - bV[channel]!);
        const raises = network.directOf(times(value, wO), last[1]!);
        const rank = raises.reduce((n, one) => n + (one > raises[token]! ? 1 : 0), 0);
        if (rank < BELOW) nRaised[at]![head]! += 1;
      }
    }
  }
  return nRaised.map((heads) => heads.map((n) => n / TRIED.length));
}

test(
  'copying of the layers that the fixture leaves out is that of an independent network',
  { timeout: 240_000 },
  async () => {
    const model = await startShipped('bookworm-gpt');
    const input = { kind: 'text', text: 'The cat sat.', pair: null } as const;
    const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
    for (const [at, scores] of expected().entries()) {
      const question = { about: 'copying', kind: 'decoder', layer: LAYERS[at]! } as const;
      const found = await measureCopying(
        model,
        kept,
        question,
        async () => {},
        () => {},
      );
      expect(found.scores).toHaveLength(8);
      for (const [head, score] of scores.entries()) {
        expect(Math.abs(found.scores[head]! - score), `L${LAYERS[at]}H${head}`).toBeLessThanOrEqual(0.01);
      }
      // Both have a head that copies: zeros are not compared with zeros.
      expect(Math.max(...scores)).toBeGreaterThan(0.3);
    }
  },
);
