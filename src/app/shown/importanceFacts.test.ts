import { describe, expect, test } from 'vitest';
import { importanceOf } from '../../core/study/importance.ts';
import { FOUR_HEADS } from '../../core/study/testing/fourHeads.ts';
import { importanceFacts } from './importanceFacts.ts';

describe('the importance of a head', () => {
  const importance = importanceOf(FOUR_HEADS, 'next-token');

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
