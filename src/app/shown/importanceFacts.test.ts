import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { importanceOf } from '../../core/study/importance.ts';
import { makeAnswers, makeSummary } from '../../core/study/testing/studies.ts';
import { importanceFacts } from './importanceFacts.ts';

const without = (...heads: readonly number[]): Ablation => ({
  mode: 'mean',
  heads: heads.map((head) => ({ kind: null, layer: 1, head, keep: 0 })),
});

describe('the importance of a head', () => {
  const study = makeAnswers(
    [without(0), without(1), without(2), without(3)],
    [
      // Weighted by the tokens scored: (4 x 3 + 12 x 5) / 16 - 2 = 2.5.
      [makeSummary({ lossAfter: 3, meanKl: 0.5 }), makeSummary({ lossAfter: 5, nScored: 12, meanKl: 0.5 })],
      [makeSummary({ lossAfter: 1.5, meanKl: 0.25 }), makeSummary({ lossAfter: 1.5, meanKl: 0.25 })],
      // Ten times the noise of 1e-4 is not reached, whatever the loss.
      [makeSummary({ lossAfter: 9, meanKl: 0.0009 }), makeSummary({ lossAfter: 9, meanKl: 0.0009 })],
      [null, null],
    ],
  );
  const importance = importanceOf(study, 'next-token');

  test('is drawn with its sign, in words of the unit, for the stack that it is of', () => {
    const facts = importanceFacts(importance, null, 'sentence');
    expect(facts.get('L1H0')).toMatchObject({
      text: '+2.50',
      tone: 'loss',
      words: 'loss +2.50 nats per token; over 2 sentences +1.00 to +3.00, standard deviation 1.41, always rank 2',
    });
    expect(facts.get('L1H1')).toMatchObject({ text: '−0.50', tone: 'gain' });
    expect(facts.get('L1H3')).toMatchObject({ value: null, text: '' });
    expect(importanceFacts(importance, 'cross', 'sentence').size).toBe(0);
  });
});
