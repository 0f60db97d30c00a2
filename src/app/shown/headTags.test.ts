import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from '../../core/labels/report.ts';
import type { HeadReport, LabelId } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import { countedHeads, dimmedHeads, gridRows, headTags, labelCounts } from './headTags.ts';
import { reportsOf } from './selectors.ts';
import { pinTag } from './shownPin.ts';
import { SORT_KEYS } from '../state/view.ts';
import type { SortKey } from '../state/view.ts';
import { makeReport } from '../testing/reports.ts';

fc.configureGlobal({ seed: 20_261_121 });

/** 2 layers of 3 heads. */
const REPORTS: readonly HeadReport[] = [
  makeReport(0, 0, [{ label: 'previous', score: 0.5, share: 0.5 }], { entropyNats: 2, sinkMass: 0.1, meanDistance: 1 }),
  makeReport(0, 1, [{ label: 'first', score: 0.9, share: 0.9 }], { entropyNats: 0.2, sinkMass: 0.9, meanDistance: 4 }),
  makeReport(0, 2, [{ label: 'previous', score: 0.8, share: 0.7 }], { entropyNats: 1, sinkMass: 0, meanDistance: 1.5 }),
  makeReport(1, 0, [{ label: 'heterogeneous', score: Number.NaN }], { entropyNats: 1.5, sinkMass: Number.NaN }),
  makeReport(1, 1, [
    { label: 'induction', score: 0.3, share: 0.3 },
    { label: 'previous', score: 0.25, share: 0.2 },
  ]),
  makeReport(1, 2, []),
];

describe('the tag of a head', () => {
  const tagOf = (report: HeadReport) => headTags([report], 'word').get(formatHead(report));

  test('says what its strongest label is in plain words, in fewer, and by its technical name, with its score', () => {
    expect(tagOf(REPORTS[0]!)).toEqual({
      label: 'previous',
      says: 'looks one word back',
      chip: 'one word back',
      short: 'back',
      name: 'previous token',
      score: '0.50',
    });
  });

  test('tells of a sink beside another label, but not of a sink beside a sink', () => {
    const says = (...labels: LabelId[]) =>
      tagOf(
        makeReport(
          0,
          0,
          labels.map((label) => ({ label, score: 0.5 })),
        ),
      )?.says;
    expect(says('previous', 'first')).toBe('looks one word back, and rests');
    expect(says('previous', 'delimiter', 'first', 'resting')).toBe('looks one word back, and rests');
    expect(says('previous')).toBe('looks one word back');
    expect(says('delimiter', 'first')).toBe('rests on special tokens');
    expect(says('resting', 'first')).toBe('rests nearly all the time');
  });

  test('tells what a head leans to that has nothing but "spreads out"', () => {
    const report = { ...makeReport(0, 0, [{ label: 'broad', score: 0.9 }]), lean: { label: 'self' as const } };
    expect(tagOf(report)).toMatchObject({
      says: 'spreads out, leans: itself',
      chip: 'leans: itself',
      name: 'broad, leans: self',
    });
  });

  test.each([
    ['word', 'looks at one word: 0.24 s, in this sentence', 'one word: 0.24 s', 'looks one word back'],
    ['moment', 'looks at one moment: 0.24 s, in this sound', 'one moment: 0.24 s', 'looks one moment back'],
    ['patch', 'looks at one patch: 0.24 s, in this picture', 'one patch: 0.24 s', 'looks one patch back'],
    ['query', 'looks at one word: 0.24 s, in this sentence', 'one word: 0.24 s', 'looks one word back'],
  ] as const)('calls what is looked at by its name: %s', (piece, says, chip, back) => {
    const report = makeReport(0, 0, [{ label: 'vertical', score: 0.9, word: '0.24 s' }]);
    const plain = (words: string | undefined) => words?.replaceAll(/[\u2066-\u2069]/g, '');
    const tag = headTags([report], piece).get('L0H0');
    expect([plain(tag?.says), plain(tag?.chip)]).toEqual([says, chip]);
    expect(headTags(REPORTS, piece).get(formatHead(REPORTS[0]!))?.says).toBe(back);
  });

  test('has no number where nothing could be measured', () => {
    expect(tagOf(REPORTS[3]!)?.score).toBe('');
  });

  test('says so when the sentence is too short', () => {
    expect(tagOf(REPORTS[5]!)).toMatchObject({ label: null, says: 'too short to tell', chip: 'too short', score: '' });
  });

  test('is of the stack on screen: heads of others have the same names', () => {
    const decoder = REPORTS[0]!;
    const cross = { ...makeReport(0, 0, [{ label: 'broad', score: 0.7 }]), kind: 'cross' as const };
    const head = { layer: 0, head: 0 };
    const says = (kind: 'decoder' | 'cross' | 'encoder') =>
      pinTag({ reports: reportsOf([decoder, cross], kind) }, head, 'word')?.label;
    expect([says('decoder'), says('cross'), says('encoder')]).toEqual(['previous', 'broad', undefined]);
    expect(reportsOf(null, 'cross')).toBeNull();
  });

  test('is found by the name of the head', () => {
    expect([...headTags(REPORTS, 'word').keys()]).toEqual(['L0H0', 'L0H1', 'L0H2', 'L1H0', 'L1H1', 'L1H2']);
  });
});

test('labels are counted by the heads that have them assigned, in one order whatever the counts', () => {
  expect(labelCounts(REPORTS)).toEqual([
    ['previous', 3],
    ['first', 1],
    ['induction', 1],
    ['heterogeneous', 1],
  ]);
});

describe('labels for sinks', () => {
  const sinks = [
    makeReport(0, 0, [{ label: 'delimiter' }, { label: 'first' }, { label: 'resting' }]),
    makeReport(0, 1, [{ label: 'delimiter' }, { label: 'first' }]),
    makeReport(0, 2, [{ label: 'previous' }]),
  ];
  const listed = (reports: readonly HeadReport[], filter: LabelId | null = null) =>
    labelCounts(reports, filter).map(([label]) => label);

  test('have one chip where they are the same heads', () => {
    expect(labelCounts(sinks)).toEqual([
      ['previous', 1],
      ['delimiter', 2],
    ]);
  });

  test('have one each where each has heads of its own, and no head counts under two', () => {
    const both = (first: number, delimiter: number) => [
      { label: 'first' as const, share: first },
      { label: 'delimiter' as const, share: delimiter },
    ];
    const reports = [
      ...sinks,
      makeReport(1, 0, [{ label: 'resting' }]),
      makeReport(1, 1, both(0.6, 0.3)),
      makeReport(1, 2, [{ label: 'previous' }, ...both(0.3, 0.6)]),
    ];
    expect(labelCounts(reports)).toEqual([
      ['previous', 2],
      ['delimiter', 3],
      ['first', 1],
      ['resting', 1],
    ]);
    expect([...dimmedHeads(reports, 'first', 0)]).not.toContain('L1H1');
    expect([...dimmedHeads(reports, 'first', 0)]).toContain('L1H2');
  });

  test('stay in the list while they are filtered by, as an old link may do, and light their heads', () => {
    expect(labelCounts(sinks, 'first')).toContainEqual(['first', 2]);
    expect([...dimmedHeads(sinks, 'first', 0)]).toEqual(['L0H2']);
    expect(listed(sinks)).not.toContain('first');
  });
});

test('heads are counted once, and those told that stand under two labels', () => {
  expect(countedHeads(REPORTS)).toEqual({ nHeads: 5, nMany: 1 });
  expect(countedHeads([makeReport(0, 0, [{ label: 'delimiter' }, { label: 'first' }])])).toEqual({
    nHeads: 1,
    nMany: 0,
  });
});

test('a filter lights as many heads as its label is counted', () => {
  for (const [label, count] of labelCounts(REPORTS)) {
    expect(REPORTS.length - dimmedHeads(REPORTS, label, 0).size).toBe(count);
  }
});

describe('dimmed heads', () => {
  const dimmed = (filter: LabelId | null, minScore: number) => [...dimmedHeads(REPORTS, filter, minScore)];

  test('are none without filter and least score', () => {
    expect(dimmed(null, 0)).toEqual([]);
  });

  test('are those without the label asked for; a second label counts too', () => {
    expect(dimmed('previous', 0)).toEqual(['L0H1', 'L1H0', 'L1H2']);
  });

  test('are those whose strongest label scores less, or that have none', () => {
    expect(dimmed(null, 0.5)).toEqual(['L1H0', 'L1H1', 'L1H2']);
  });

  test('are judged by the label asked for where there is one', () => {
    expect(dimmed('previous', 0.5)).toEqual(['L0H1', 'L1H0', 'L1H1', 'L1H2']);
  });

  test('are not those that have a label as a hint only', () => {
    const hint = makeReport(0, 0, [
      { label: 'block', score: 0.9 },
      { label: 'previous', score: 0.9, status: 'hint' },
    ]);
    expect([...dimmedHeads([hint], 'previous', 0)]).toEqual(['L0H0']);
  });

  test('are all where the label asked for is one of the other kind of attention', () => {
    const across: HeadReport = { ...makeReport(0, 0, []), kind: 'cross', labels: [] };
    for (const minScore of [0, 0.5]) expect([...dimmedHeads([across], 'previous', minScore)]).toEqual(['L0H0']);
  });
});

describe('the rows of the grid', () => {
  const names = (sort: SortKey, reports: readonly HeadReport[] | null = REPORTS) =>
    gridRows({ nLayers: 2, nHeads: 3 }, sort, reports).map((row) => row.heads.map(formatHead).join(' '));

  test('are the layers of the model', () => {
    expect(gridRows({ nLayers: 2, nHeads: 3 }, 'layer', REPORTS).map((row) => row.title)).toEqual(['L0', 'L1']);
    expect(names('layer')).toEqual(['L0H0 L0H1 L0H2', 'L1H0 L1H1 L1H2']);
  });

  test('are the layers as long as there are no labels to sort by', () => {
    expect(names('entropy', null)).toEqual(['L0H0 L0H1 L0H2', 'L1H0 L1H1 L1H2']);
  });

  test.each<[SortKey, string]>([
    ['score', 'L0H1 L0H2 L0H0 L1H1'],
    ['entropy', 'L0H0 L1H0'],
    ['sink', 'L0H1'],
    ['distance', 'L0H1'],
  ])('by %s begin with %s', (sort, beginning) => {
    const order = names(sort).join(' ');
    expect(order.startsWith(beginning)).toBe(true);
  });

  test('by label keep heads of one label together, the better score first, those without last', () => {
    expect(names('label')).toEqual(['L0H2 L0H0 L0H1', 'L1H1 L1H0 L1H2']);
  });

  test('have no titles when sorted', () => {
    expect(gridRows({ nLayers: 2, nHeads: 3 }, 'score', REPORTS).map((row) => row.title)).toEqual(['', '']);
  });

  test('hold every head once, however they are sorted and whatever could not be measured', () => {
    const figure = fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.constant(Number.NaN));
    const label = fc.option(fc.constantFrom(...LABEL_IDS));
    const head = fc.record({ label, score: figure, entropyNats: figure, meanDistance: figure, sinkMass: figure });
    const sorts = fc.constantFrom(...SORT_KEYS);
    fc.assert(
      fc.property(fc.array(head, { minLength: 15, maxLength: 15 }), sorts, (figures, sort) => {
        const reports = figures.map(({ label: strongest, score, ...stats }, i) =>
          makeReport(Math.floor(i / 5), i % 5, strongest === null ? [] : [{ label: strongest, score }], stats),
        );
        const rows = gridRows({ nLayers: 3, nHeads: 5 }, sort, reports);
        expect(rows.map((row) => row.heads.length)).toEqual([5, 5, 5]);
        expect(new Set(rows.flatMap((row) => row.heads.map(formatHead))).size).toBe(15);
      }),
    );
  });

  test('come in falling order of the figure they are sorted by, unmeasured ones last', () => {
    const figure = fc.oneof(fc.double({ min: 0, max: 5, noNaN: true }), fc.constant(Number.NaN));
    fc.assert(
      fc.property(fc.array(figure, { minLength: 6, maxLength: 6 }), (entropies) => {
        const reports = entropies.map((entropyNats, i) => makeReport(Math.floor(i / 3), i % 3, [], { entropyNats }));
        const sorted = gridRows({ nLayers: 2, nHeads: 3 }, 'entropy', reports)
          .flatMap((row) => row.heads)
          .map(({ layer, head }) => entropies[3 * layer + head]!);
        const measured = sorted.filter((value) => !Number.isNaN(value));
        expect(sorted.slice(0, measured.length)).toEqual(measured.toSorted((a, b) => b - a));
      }),
    );
  });
});
