import { describe, expect, test } from 'vitest';
import type { TurnedHead } from '../../core/ablation/ablation.ts';
import type { Effect, EffectSummary, Objective } from '../../core/effect/effect.ts';
import { effectWords, withoutWords } from './effectWords.ts';

const head = (layer: number, at: number, keep = 0, kind: TurnedHead['kind'] = null): TurnedHead => ({
  kind,
  layer,
  head: at,
  keep,
});

describe('what is switched off', () => {
  test.each<[string, readonly TurnedHead[]]>([
    ['Without L0H6 (mean)', [head(0, 6)]],
    ['Without L0H6, cross L2H1 (mean)', [head(0, 6), head(2, 1, 0, 'cross')]],
    ['With L0H6 × 0.50 (mean)', [head(0, 6, 0.5)]],
    ['Without 4 heads (mean)', [head(0, 0), head(0, 1), head(0, 2), head(0, 3)]],
    ['With 4 heads turned down (mean)', [head(0, 0), head(0, 1, 0.25), head(0, 2), head(0, 3)]],
  ])('is said as %s', (words, heads) => {
    expect(withoutWords({ heads, mode: 'mean' }, [])).toBe(words);
  });

  test('has the true numbers of its layers', () => {
    const attention = [{ kind: 'decoder', layerNumbers: [3, 7] }, { kind: 'cross' }] as const;
    expect(withoutWords({ heads: [head(1, 6)], mode: 'zero' }, attention)).toBe('Without L7H6 (zero)');
    // Each stack has its own numbers.
    expect(withoutWords({ heads: [head(1, 6, 0, 'cross')], mode: 'zero' }, attention)).toBe(
      'Without cross L1H6 (zero)',
    );
  });
});

describe('what it comes to', () => {
  const summary: EffectSummary = {
    lossBefore: 5.79,
    lossAfter: 5.87,
    nScored: 14,
    meanKl: 0.1,
    maxKl: 0.4,
    worst: 3,
    nPositions: 14,
    nFlips: 5,
    meanTurn: 0.25,
  };
  const words = (objective: Objective, change: Partial<EffectSummary> = {}, isFinal = true): string => {
    const effect: Effect = { objective, summary: { ...summary, ...change }, positions: [], turns: null };
    return effectWords(effect, isFinal);
  };
  const noLoss = { lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0 };

  test('names loss and changed predictions, each of how many', () => {
    expect(words('next-token')).toBe('loss 5.79 → 5.87 nats, 5 of 14 predictions changed');
  });

  test('has as many decimals as show the change', () => {
    expect(words('next-token', { lossAfter: 5.7912 })).toBe('loss 5.790 → 5.791 nats, 5 of 14 predictions changed');
  });

  test('waits for losses that come later, and says where there are none', () => {
    expect(words('masked-token', { ...noLoss, nPositions: 1, nFlips: 0 }, false)).toBe(
      'pseudo-loss …, 0 of 1 predictions changed',
    );
    expect(words('masked-token', { nPositions: 0, nFlips: 0 })).toBe('pseudo-loss 5.79 → 5.87 nats');
    expect(words('next-token', { ...noLoss, nPositions: 0, nFlips: 0 })).toBe('too short to score');
  });

  test('is the turn of the vectors where there is no language head', () => {
    expect(words('output', noLoss)).toBe('the output vectors turn by 0.25 (1 − cosine)');
  });
});
