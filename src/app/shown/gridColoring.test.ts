import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from '../../core/labels/report.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import { makeReport } from '../testing/reports.ts';
import { makeSummary } from '../../core/study/testing/studies.ts';
import { makeRun } from '../testing/runs.ts';
import type { AskedInside } from '../state/inside.ts';
import { makeStudy } from '../testing/studies.ts';
import { colorKeyOf } from './coloring.ts';
import { gridColoring } from './gridColoring.ts';
import { lengthsBeforeOf } from './sentMaps.ts';
import type { ShownStack } from './useStack.ts';

const REPORTS = [
  makeReport(0, 0, [{ label: 'previous' }], { entropyNats: 0.5 }),
  makeReport(0, 1, [{ label: 'first' }], { entropyNats: 2 }),
  makeReport(1, 0, [{ label: 'self' }], { entropyNats: Number.NaN }),
  makeReport(1, 1, [], { entropyNats: 0 }),
];

function grounds(reports: readonly HeadReport[] | null = REPORTS) {
  const run = makeRun(1);
  const stack: ShownStack = {
    tensor: { kind: 'decoder', nLayers: 2, nHeads: 2, nQueries: 0, nKeys: 0, data: new Float32Array(0) },
    queryTokens: run.tokens,
    keyTokens: run.tokens,
    isCausal: true,
    run,
    reports,
    fresh: reports,
    hidden: null,
    isAfter: false,
    base: null,
  };
  return {
    stack,
    importance: null,
    objective: null,
    by: 'loss' as const,
    alike: null,
    keys: 'all' as const,
    active: null,
    kind: null,
    notes: [],
    ask: { asked: 'none', side: 'query', oneHead: [], sort: 'layer' } as const,
    text: '',
    lengths: null,
    lengthsBefore: null,
    sentLabels: null,
  };
}

test('what the grid is coloured by is what was chosen, else what the page on the right is about', () => {
  expect(colorKeyOf({ color: 'weight', panel: 'heads' })).toBe('weight');
  expect(colorKeyOf({ color: 'weight', panel: 'importance' })).toBe('importance');
  expect(colorKeyOf({ color: 'weight', panel: 'alike' })).toBe('distance');
  expect(colorKeyOf({ color: 'entropy', panel: 'importance' })).toBe('entropy');
});

describe('the colours of the grid', () => {
  test('by the asked word are the weights of what each head says, in both directions', () => {
    const words = ['the', 'boy', 'ran'];
    const tokens = words.map((text, position) => {
      return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 } as const;
    });
    const [nHeads, n] = [2, words.length];
    // L0H0 looks at itself, L0H1 from the last word at the second with 0.75.
    const data = new Float32Array(nHeads * n * n);
    for (let query = 0; query < n; query++) data[query * n + query] = 1;
    for (let query = 0; query < n; query++) data[(n + query) * n] = 1;
    const last = n - 1;
    data[(n + last) * n] = 0.25;
    data[(n + last) * n + 1] = 0.75;
    const stack: ShownStack = {
      ...grounds().stack,
      queryTokens: tokens,
      keyTokens: tokens,
      tensor: { kind: 'decoder', nLayers: 1, nHeads, nQueries: n, nKeys: n, data },
    };
    const found = (asked: number, side: 'query' | 'key') => {
      const facts = gridColoring('asked', { ...grounds(), stack, ask: { ...grounds().ask, asked, side } })?.facts;
      return ['L0H0', 'L0H1'].map((head) => facts?.get(head)?.value);
    };
    expect(found(last, 'query')).toEqual([1, 0.75]);
    expect(found(1, 'key')).toEqual([1, 0.75]);
  });

  test('by entropy go from 0 to the largest, and one that could not be measured has none', () => {
    const found = gridColoring('entropy', grounds());
    expect([...(found?.facts ?? [])].map(([name, { value, text }]) => [name, value, text])).toEqual([
      ['L0H0', 0.5, '0.50'],
      ['L0H1', 2, '2.00'],
      ['L1H0', null, ''],
      ['L1H1', 0, '0.00'],
    ]);
    expect(found?.max).toBe(2);
    expect(found?.legend).toMatchObject({ kind: 'ramp', ticks: [{ text: '0' }, { text: '1.00' }, { text: '2.00' }] });
  });

  test('by label are those of families, counted by heads', () => {
    const found = gridColoring('label', grounds());
    expect(found?.legend).toMatchObject({
      kind: 'groups',
      groups: [
        { words: 'by place', count: 2 },
        { words: 'rests', count: 1 },
      ],
    });
    expect(found?.facts.get('L1H1')?.value).toBeNull();
  });

  test.each(LABEL_IDS)('by label know the family of %s', (label: LabelId) => {
    const found = gridColoring('label', grounds([makeReport(0, 0, [{ label }])]));
    expect(found?.legend).toMatchObject({ groups: [{ count: 1 }] });
  });

  test('by note are those of its kind; a head without one, and one of another stack, has none', () => {
    const note = { stack: 'decoder' as const, layer: 0, head: 1, name: 'x', kind: 'syntax' as const, text: '' };
    const notes = [note, { ...note, layer: 1, kind: null }, { ...note, stack: 'encoder' as const, head: 0 }];
    const found = gridColoring('note', { ...grounds(), notes });
    expect([...(found?.facts ?? [])].map(([name, { value }]) => [name, value])).toEqual([
      ['L0H1', 1],
      ['L1H1', -1],
    ]);
    expect(found?.legend).toMatchObject({
      groups: [
        { words: 'syntax', mark: 'S', count: 1 },
        { words: 'no kind', mark: '•', count: 1 },
      ],
    });
  });

  test('by weight × length are maps on one scale in place of the patterns, of the model as it is', () => {
    const own = {
      kind: 'decoder',
      nLayers: 1,
      nHeads: 2,
      nQueries: 1,
      nKeys: 3,
      data: Float32Array.of(1, 0, 0, 0.5, 0.5, 0),
    } as const;
    const { stack } = grounds();
    const off = { ...own, data: new Float32Array(6) };
    const shown = { ...stack, tensor: off, isAfter: true, run: { ...stack.run, attention: [own] } };
    const lengths = { nLayers: 1, nHeads: 2, nKeys: 3, data: Float32Array.of(3, 1, 1, 2, 8, 1), refused: [0] };
    const found = gridColoring('sent', { ...grounds(), stack: shown, lengths });
    expect([...(found?.maps?.tensor.data ?? [])].map((share) => share * 4)).toEqual([3, 0, 0, 1, 4, 0]);
    expect(found?.legend).toMatchObject({ ticks: [{ text: '0' }, { text: '2.00' }, { text: '4.00' }] });
    expect(found?.title).toMatch(/no head switched off; not to be had of layer 0/);
    // Those of another sentence are not drawn on this one.
    expect(gridColoring('sent', { ...grounds(), stack: shown, lengths: { ...lengths, nKeys: 4 } })).toBeNull();
    expect(found?.isLate).toBeUndefined();
    // While its own are on their way the maps of the text before stay, paled.
    const before = { ...stack.run, attention: [own] };
    const typed = { ...stack, run: { ...stack.run, attention: [{ ...own, nKeys: 1, data: Float32Array.of(1, 1) }] } };
    const late = gridColoring('sent', { ...grounds(), stack: typed, lengthsBefore: { lengths, run: before } });
    expect([late?.isLate, late?.maps?.tensor.nKeys]).toEqual([true, 3]);
    expect(late?.maps?.tensor.data).toEqual(found?.maps?.tensor.data);
  });

  test('by weight × length are late while the answer of the same model is on its way, and no longer', () => {
    const { stack } = grounds();
    const before = stack.run;
    const lengths = { nLayers: 1, nHeads: 2, nKeys: 3, data: new Float32Array(6), refused: [] };
    const question = { about: 'lengths', kind: 'decoder' } as const;
    const asked: AskedInside = {
      question,
      insideId: 1,
      askedOf: null,
      isPending: true,
      found: { question, run: before, answer: { about: 'lengths', lengths } },
      error: null,
    };
    const run = { ...before, runId: before.runId + 1 };
    const found = lengthsBeforeOf({ inside: { lengths: asked }, run });
    expect(found).toEqual({ lengths, run: before });
    expect(lengthsBeforeOf({ inside: { lengths: asked }, run })).toBe(found);
    const other = { ...run, model: { ...run.model, id: 'another' } };
    const ofOtherStack = { ...asked, question: { about: 'lengths', kind: 'encoder' } as const };
    expect([
      lengthsBeforeOf({ inside: { lengths: asked }, run: before }),
      lengthsBeforeOf({ inside: { lengths: { ...asked, isPending: false } }, run }),
      lengthsBeforeOf({ inside: { lengths: asked }, run: other }),
      lengthsBeforeOf({ inside: { lengths: ofOtherStack }, run }),
      lengthsBeforeOf({ inside: {}, run }),
    ]).toEqual([null, null, null, null, null]);
  });

  test('are none where nothing has been measured, or the labels are still to come', () => {
    expect(gridColoring('weight', grounds())).toBeNull();
    expect(gridColoring('asked', grounds())).toBeNull();
    expect(gridColoring('importance', grounds())).toBeNull();
    expect(gridColoring('distance', grounds())).toBeNull();
    expect(gridColoring('note', grounds())).toBeNull();
    expect(gridColoring('sent', grounds())).toBeNull();
    expect(gridColoring('label', grounds(null))).toBeNull();
    expect(gridColoring('entropy', grounds(null))).toBeNull();
  });
});

test.each([
  ['loss' as const, 0.5, 'nats per picture'],
  ['accuracy' as const, 20, '% of the pictures'],
])('by importance where true classes are known it tells the %s, as the page does', (by, value, unit) => {
  const summary = makeSummary({ lossBefore: 2, lossAfter: 2.5, nScored: 5, right: { before: 4, after: 3 } });
  const heads = [{ kind: null, layer: 0, head: 1, keep: 0 }];
  const importance = makeStudy([{ mode: 'mean', heads }], [[summary]]);
  const found = gridColoring('importance', { ...grounds(), importance, by });
  expect(found?.facts.get('L0H1')?.value).toBeCloseTo(value);
  expect(found?.title).toContain(unit);
});
