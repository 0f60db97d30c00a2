import { describe, expect, test } from 'vitest';
import { findLogits, maybeLogits } from './logitsOutput.ts';
import type { VocabularySize } from './logitsOutput.ts';

describe('maybeLogits', () => {
  test('an output called logits is the only candidate', () => {
    expect(maybeLogits(['last_hidden_state', 'logits', 'scores'], [])).toEqual(['logits']);
  });

  test('attentions, caches and hidden states are never asked for', () => {
    const outputs = [
      'output_0',
      'present.0.key',
      'attentions.0',
      'hidden_states.3',
      'last_hidden_state',
      'softmax_7',
      'pooled',
    ];
    expect(maybeLogits(outputs, ['softmax_7'])).toEqual(['output_0', 'pooled']);
  });
});

describe('findLogits', () => {
  const dims: Record<string, number[]> = {
    hidden: [1, 7, 128],
    classes: [1, 5],
    scores: [1, 7, 4096],
    batch: [2, 7, 4096],
    logits: [1, 4, 35],
  };
  const find = (names: string[], nVocab: VocabularySize) => findLogits(names, (name) => dims[name] ?? [], nVocab);

  test('is the output whose last axis is the vocabulary', () => {
    expect(find(['hidden', 'classes', 'batch', 'scores'], 4096)).toBe('scores');
  });

  test('is null where no output has that shape or the vocabulary is unknown', () => {
    expect(find(['hidden', 'classes', 'absent'], 4096)).toBe(null);
    expect(find(['scores', 'logits'], null)).toBe(null);
  });

  test('of any size is the one of that name, if it has a row for each token', () => {
    expect(find(['hidden', 'scores', 'logits'], 'any')).toBe('logits');
    expect(find(['hidden', 'classes', 'scores'], 'any')).toBe(null);
    expect(findLogits(['logits'], () => [1, 5], 'any')).toBe(null);
    expect(findLogits(['logits'], () => [2, 4, 35], 'any')).toBe(null);
  });
});
