import { describe, expect, test } from 'vitest';
import { alikeOf } from './alike.ts';
import { shownAlike } from './shownAlike.ts';
import { shownCurves } from './shownCurves.ts';
import { shownImportance } from './shownImportance.ts';
import type { LabelId } from '../../core/labels/report.ts';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { AlikeStudy } from '../state/studies.ts';
import { makeReport } from '../testing/reports.ts';
import { makeStudy } from '../testing/studies.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';

/** Two layers of two heads, of which the second is the fifth of its model. */
const tensor = (): AttentionTensor => ({
  kind: 'decoder',
  nLayers: 2,
  nHeads: 2,
  nQueries: 1,
  nKeys: 1,
  data: new Float32Array(4).fill(1),
  layerNumbers: [0, 4],
});
const REPORTS = [makeReport(0, 0, [{ label: 'previous' }]), makeReport(1, 1, [{ label: 'first' }])];
const without = (...heads: readonly number[]): Ablation => ({
  mode: 'mean',
  heads: heads.map((head) => ({ kind: null, layer: 0, head, keep: 0 })),
});
const unscored = makeSummary({ nScored: 0, nPositions: 0, meanTurn: 0.25 });

describe('what is shown of importance', () => {
  const study = makeStudy([without(0), without(1)], [[makeSummary({ lossAfter: 2.5, meanKl: 1 })], [null]], {
    basis: { kind: 'sentence', texts: ['text 0'], thing: 'sentence' },
  });
  const stack = { tensor: tensor(), reports: REPORTS };

  test('is the map of the stack with its numbers, labels, and the noise', () => {
    const { map, noise } = shownImportance(study, 'next-token', stack, null, 'loss');
    expect(map).toMatchObject({ nLayers: 2, layerNumbers: [0, 4], max: 0.5, unit: 'nats per token' });
    expect(map.facts.get('L0H0')?.value).toBe(0.5);
    expect(map.tags?.get('L1H1')?.label).toBe('first');
    expect(noise).toEqual({ noise: 1e-4, of: 'kl' });
  });

  test('over a list stands beside the labels that heads have over that list', () => {
    const labelled = (input: number, label: LabelId) => ({
      input,
      heads: [{ kind: 'decoder' as const, layer: 0, head: 1, label }],
    });
    const labels = [labelled(0, 'self'), labelled(1, 'previous'), labelled(2, 'previous')];
    const three = [makeSummary(), makeSummary(), makeSummary()];
    const { map } = shownImportance(makeStudy([without(1)], [three], { labels }), 'next-token', stack, null, 'loss');
    expect([...(map.tags ?? [])]).toEqual([
      [
        'L0H1',
        expect.objectContaining({ label: 'previous', says: 'looks one word back on 2 of 3', chip: 'one word back' }),
      ],
    ]);
  });

  test('says what is missing only of heads that had to have a pattern', () => {
    const ideal = makeStudy([{ ...without(0), mode: 'ideal' }], [[makeSummary()]]);
    expect(shownImportance(ideal, null, stack, null, 'loss').map.missing).toBe('no pattern to put in its place');
    expect(shownImportance(study, null, stack, null, 'loss').map.missing).toBeUndefined();
  });

  test('of a recording is of what it was measured on, whatever model there is', () => {
    const recorded = makeStudy([without(0)], [[null]], { objective: 'output' });
    expect(shownImportance(recorded, 'next-token', stack, null, 'loss').importance.measure).toBe('turn');
    expect(
      shownImportance(makeStudy([without(0)], [[null]]), 'next-token', stack, null, 'loss').importance.measure,
    ).toBe('loss');
  });

  test('is worked out once for the same study, labels and stack', () => {
    const [one, other] = [null, null].map(() => shownImportance(study, 'next-token', stack, null, 'loss'));
    expect(other!.importance).toBe(one!.importance);
    expect(other!.map.facts).toBe(one!.map.facts);
    expect(other!.map.tags).toBe(one!.map.tags);
  });
});

describe('what is shown of curves', () => {
  const attention = [tensor()];

  test('is told by its own measure, over all heads of the model', () => {
    const measured = { 'curve-own': makeStudy([without(1)], [[unscored]], { purpose: 'curve-own' }) };
    const { values, hasPoints } = shownCurves(measured, attention);
    expect(values).toMatchObject({ nHeads: 4, baseline: 0, quantity: 'mean turn', unit: '1 − cosine' });
    expect(hasPoints).toBe(true);
  });

  test('is nothing before anything is begun', () => {
    expect(shownCurves({}, attention)).toEqual({ drawn: [], others: [], values: null, hasPoints: false });
  });

  test('is worked out once for all that shows it, and again for other stacks', () => {
    const measured = { 'curve-own': makeStudy([without(1)], [[unscored]]) };
    const shown = shownCurves(measured, attention);
    expect(shownCurves(measured, attention)).toBe(shown);
    expect(shownCurves(measured, [tensor()])).not.toBe(shown);
  });
});

describe('what is shown of heads that look alike', () => {
  const places = [0, 0.125, 0.5, 1];
  const distance = Float32Array.from(places.flatMap((a) => places.map((b) => Math.abs(a - b))));
  const contentMass = new Float32Array(4).fill(0.5);
  const comparison = { nLayers: 2, nHeads: 2, nTokens: 7, distance, contentDistance: distance, contentMass };
  const study: AlikeStudy = {
    purpose: 'alike',
    studyId: 1,
    basis: { kind: 'list', texts: ['a'], thing: 'sentence' },
    status: 'done',
    nDone: 1,
    nTotal: 1,
    error: null,
    comparisons: [[{ kind: 'decoder', comparison }]],
  };
  const found = alikeOf(study, 'decoder')!;

  test('has names by true layers, signs of labels, and groups of two heads or more', () => {
    const { matrix, plane, groups, nLeftOut } = shownAlike(found, { tensor: tensor(), reports: REPORTS }, 'all', 0.2);
    expect(matrix.names).toEqual(['L0H0', 'L0H1', 'L4H0', 'L4H1']);
    expect(plane.glyphs).toEqual(['diagonal', null, null, 'column']);
    expect(plane.groups).toEqual([{ letter: 'A', members: [0, 1] }]);
    expect([groups.length, nLeftOut]).toEqual([3, 0]);
  });

  test('keeps the identity of what a new run does not change', () => {
    const [one, other] = [0, 1].map(() => shownAlike(found, { tensor: tensor(), reports: REPORTS }, 'all', 0.2));
    expect(other!.matrix.names).toBe(one!.matrix.names);
    expect(other!.matrix.distance).toBe(one!.matrix.distance);
    expect(other!.plane.glyphs).toBe(one!.plane.glyphs);
    expect(other!.plane.groups).toBe(one!.plane.groups);
  });
});
