import { expect, test } from 'vitest';
import type { LabelId } from '../labels/report.ts';
import { labelOver } from './labelsOver.ts';
import type { InputLabels } from './labelsOver.ts';

const on = (input: number, label: LabelId | null): InputLabels => ({
  input,
  heads: [
    { kind: 'decoder', layer: 0, head: 1, label: 'self' },
    { kind: 'decoder', layer: 2, head: 1, label },
    { kind: 'encoder', layer: 2, head: 1, label: 'next' },
  ],
});

const LABELS = [on(0, 'previous'), on(1, 'local'), on(2, 'local'), on(3, null), on(4, null), on(5, null)];
const over = (...inputs: number[]) => labelOver(LABELS, new Set(inputs), 'decoder', { layer: 2, head: 1 });

test('the label over a list is the one that a head has most often, with how often', () => {
  expect(over(0, 1, 2)).toEqual({ label: 'local', count: 2, nInputs: 3 });
  expect(over(0, 1, 2, 3, 4, 5)).toEqual({ label: null, count: 3, nInputs: 6 });
});

test('of two as frequent the one met first, and none where nothing is labelled', () => {
  expect(over(0, 1)).toEqual({ label: 'previous', count: 1, nInputs: 2 });
  expect(over(9)).toBeNull();
  expect(labelOver(LABELS, new Set([0]), 'decoder', { layer: 5, head: 5 })).toBeNull();
});

test('a head of another stack at the same place is another head', () => {
  expect(labelOver(LABELS, new Set([0, 1]), 'encoder', { layer: 2, head: 1 })).toEqual({
    label: 'next',
    count: 2,
    nInputs: 2,
  });
});
