import { describe, expect, test } from 'vitest';
import { createBatchSizer } from './batchSizer.ts';

describe('createBatchSizer', () => {
  test('a step takes about a tenth of a second by what the first sequence took', () => {
    expect(createBatchSizer(1000, 10).size()).toBe(10);
    expect(createBatchSizer(1000, 3).size()).toBe(33);
  });

  test('a sequence that takes longer goes alone', () => {
    expect(createBatchSizer(1000, 700).size()).toBe(1);
  });

  test('answers of a batch hold 16 million numbers at most, however quick the model is', () => {
    expect(createBatchSizer(2 ** 20, 0.001).size()).toBe(16);
    expect(createBatchSizer(2 ** 30, 0).size()).toBe(1);
    expect(createBatchSizer(2 ** 22, 0).size()).toBe(4);
  });

  test('no more go together than is said', () => {
    expect(createBatchSizer(1000, 3, 4).size()).toBe(4);
    expect(createBatchSizer(1000, 3, 1).size()).toBe(1);
    expect(createBatchSizer(1000, 50, 4).size()).toBe(2);
  });

  test('later batches go by what the one before took', () => {
    const sizer = createBatchSizer(1000, 50);
    expect(sizer.size()).toBe(2);
    sizer.took(2, 20);
    expect(sizer.size()).toBe(10);
  });
});
