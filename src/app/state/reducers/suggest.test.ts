import { describe, expect, test } from 'vitest';
import type { LabelId } from '../../../core/labels/report.ts';
import { suggestedHeads } from './suggest.ts';
import { makeReport } from '../../testing/reports.ts';

const heads = (...labels: (readonly [LabelId | null, number])[]) =>
  suggestedHeads(
    labels.map(([label, share], i) =>
      makeReport(Math.floor(i / 3), i % 3, label === null ? [] : [{ label, share, score: share }]),
    ),
  ).map(({ layer, head }) => 3 * layer + head);

describe('the heads worth a first look', () => {
  test('are the two with the largest shares, of different labels', () => {
    expect(heads(['previous', 0.5], ['induction', 0.6], ['induction', 0.9], ['block', 0.4])).toEqual([2, 0]);
  });

  test('are two of one label where the model has no other', () => {
    expect(heads(['previous', 0.5], ['previous', 0.8], ['previous', 0.6])).toEqual([1, 2]);
  });

  test('say something: sinks and evenly spread heads come last, however strong', () => {
    expect(heads(['first', 0.99], ['uniform', 0.95], ['induction', 0.2], ['heterogeneous', 0])).toEqual([2, 0]);
    expect(heads(['delimiter', 0.9], ['resting', 0.8])).toEqual([0, 1]);
  });

  test('are none while the sentence is too short for labels', () => {
    expect(heads([null, 0], [null, 0])).toEqual([]);
    expect(suggestedHeads([])).toEqual([]);
  });

  test('are one where only one head has a label', () => {
    expect(heads([null, 0], ['previous', 0.5])).toEqual([1]);
  });

  test('do not stumble over a share that could not be measured', () => {
    expect(heads(['same_token', Number.NaN], ['previous', 0.4])).toEqual([1, 0]);
  });
});
