import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InsideLayer, Refusal } from '../../core/inside/layer.ts';
import type { ScorePart } from '../../core/inside/questions.ts';
import { headInside, rowInside } from '../../core/inside/road.ts';
import { STAGE_IDS } from '../../core/inside/stages.ts';
import { nothingInside } from './nothingInside.ts';
import { partName } from './partName.ts';
import { refusalWords } from './refusals.ts';
import { pinnedCell } from './pinnedCell.ts';
import { readWords } from './readWords.ts';
import { readHead } from './readHead.ts';
import { isInModel, refusalOf, stageGroups, stepFrom } from './stageGroups.ts';
import type { Road } from './stageGroups.ts';
import { absentWords, STAGE_GROUPS, STAGE_WORDS, saysOf } from './stageWords.ts';
import { shapeOf } from './shapes.ts';
import { spokenLines } from './spokenLines.ts';
import { sumWords } from './sumWords.ts';
import { triedHeads, triedSoftmax, triedWords } from './tried.ts';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';

fc.configureGlobal({ seed: 20_261_130 });

describe('a sum in print', () => {
  test('is written as people add', () => {
    expect(sumWords([0.14, 0.62, -0.8])).toBe('0.14 + 0.62 − 0.80 = −0.04');
    expect(sumWords([0.0014, 0.0062, -0.008])).toBe('0.0014 + 0.0062 − 0.0080 = −0.0004');
    expect(sumWords([0.136, 0.617, -0.796, 14.0375, 38.297])).toBe('0.13 + 0.62 − 0.80 + 14.04 + 38.30 = 52.29');
  });

  test('of many parts names the first and gathers the others', () => {
    const words = sumWords(Array.from({ length: 64 }, () => 1));
    expect(words).toMatch(/^1\.00 (\+ 1\.00 ){14}\+ 49\.00 \(49 more\) = 64\.00$/);
  });

  test('adds up to its last digit, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -99, max: 99, noNaN: true }), { minLength: 1, maxLength: 80 }), (parts) => {
        const [left = '', total = ''] = sumWords(parts).replaceAll('−', '-').split(' = ');
        const decimals = total.split('.')[1]?.length ?? 0;
        const units = (text: string): number => Math.round(Number(text) * 10 ** decimals);
        const terms = left
          .replace(/ \(\d+ more\)/, '')
          .replaceAll('- ', '-')
          .replaceAll('+ ', '')
          .split(' ');
        expect(terms.reduce((sum, one) => sum + units(one), 0)).toBe(units(total));
      }),
    );
  });
});

describe('a word that was typed', () => {
  const read = (word: string, ...texts: readonly string[]) =>
    readWords({ word, tokens: texts.map((text, id) => ({ id, text })) });

  test.each([
    ['one token', ['cash', ' cash'], '“cash” is one token of this model, with the space before it.'],
    ['one without a space', [',', ','], '“,” is one token of this model.'],
    ['one that is another', ['xyz', '[UNK]'], '“xyz” is one token of this model, which reads it as “[UNK]”.'],
    ['none', ['xyz'], 'This model has no token for “xyz”.'],
    [
      'several',
      ['unicorns', ' un', 'ic', 'orns'],
      '“unicorns” is 3 tokens of this model: “un”, “ic”, “orns”. The numbers are of the first.',
    ],
  ] as const)('%s', (_, [word, ...texts], words) => {
    expect(read(word, ...texts)).toBe(words);
  });
});

/** Two queries of head 0 of one layer over three keys, by hand. */
const TENSOR = {
  kind: 'decoder' as const,
  nLayers: 1,
  nHeads: 1,
  nQueries: 2,
  nKeys: 3,
  data: Float32Array.of(0.2, 0.5, 0.3, 0.1, 0.1, 0.8),
};
const HEAD = { layer: 0, head: 0 };
const NOBODY = { cell: null, askedQuery: null, askedKey: null };

describe('the head that is looked into', () => {
  const [first, other, missing] = [HEAD, { layer: 1, head: 1 }, { layer: 9, head: 0 }];
  test.each([
    ['the active one', { heads: [first, other], activePin: 1 }, other],
    ['another one that the model has', { heads: [other, missing], activePin: 1 }, other],
    ['the first of all where none is chosen', { heads: [], activePin: 0 }, first],
    ['the first of all where none of the chosen is there', { heads: [missing], activePin: 0 }, first],
  ])('is %s', (_, pins, head) => {
    expect(readHead(pins, { ...TENSOR, nLayers: 2, nHeads: 2 })).toEqual(head);
  });
});

describe('the cell that is looked into', () => {
  test.each([
    ['the pinned one', { ...NOBODY, cell: [0, 2] as const }, { query: 0, key: 2 }],
    ['of an asked word, what it looks at most', { ...NOBODY, askedQuery: 0 }, { query: 0, key: 1 }],
    ['of a word asked who looks at it, who does most', { ...NOBODY, askedKey: 0 }, { query: 0, key: 0 }],
    ['of nothing asked, the last row', NOBODY, { query: 1, key: 2 }],
    ['not one with a key of a longer text', { ...NOBODY, cell: [0, 5] as const, askedQuery: 0 }, { query: 0, key: 1 }],
    ['not one of a longer text', { ...NOBODY, cell: [7, 2] as const, askedQuery: 7 }, { query: 1, key: 2 }],
  ])('is %s', (_, wanted, cell) => {
    expect(pinnedCell(TENSOR, HEAD, wanted)).toEqual(cell);
  });
});

const UNREAD = nothingInside(TENSOR, 0, { why: 'weights-only', detail: '' });

/** The last row, at its last key. */
function roadThrough(layer: InsideLayer): Road {
  const head = headInside(layer, 0);
  const row = rowInside(head, { query: 1, weights: TENSOR.data.subarray(3), isCausal: false });
  return { head, row, key: 2, pair: null };
}

describe('the steps', () => {
  test('stand in their groups in the order of the road, each once', () => {
    expect(STAGE_GROUPS.flatMap(({ ids }) => ids)).toEqual([...STAGE_IDS]);
    expect(STAGE_IDS.indexOf('raw')).toBe(5);
    expect(STAGE_IDS).toHaveLength(18);
  });

  test('of a file that holds weights only are the weight, the mask, and scores up to a constant; others say why', () => {
    const road = roadThrough(UNREAD);
    const steps = stageGroups(road).flatMap(({ stages }) => stages);
    expect(steps.filter(({ mark }) => mark === 'nowhere').map(({ id }) => id)).toEqual([
      'stream',
      'read',
      'qkv',
      'rotation',
      'products',
      'raw',
      'scale',
      'cap',
      'bias',
      'result',
      'concat',
      'written',
      'output',
      'after',
    ]);
    expect(steps.find(({ id }) => id === 'weight')).toMatchObject({ value: '0.80', mark: 'model', number: 12 });
    expect(refusalOf(road, 'written')).toMatchObject({ why: 'weights-only' });
    expect(refusalOf(road, 'score')).toEqual({ why: 'scores-inside', detail: '' });
    expect(refusalOf(road, 'cap')).toMatchObject({ why: 'weights-only' });
    expect(refusalOf(road, 'weight')).toBeNull();
  });

  test('that the model has not are passed over, and nothing is said of them but that', () => {
    const road = roadThrough({ ...UNREAD, rotation: 'none', scale: { value: 0.25, place: 'after' } });
    const absent = STAGE_IDS.filter((id) => !isInModel(road, id));
    expect(absent).toEqual(['rotation', 'cap', 'bias', 'sink']);
    expect(absent.map((id) => refusalOf(road, id))).toEqual([null, null, null, null]);
    expect([stepFrom(road, 'qkv', 1), stepFrom(road, 'scale', 1), stepFrom(road, 'mask', -1)]).toEqual([
      'products',
      'mask',
      'scale',
    ]);
    expect([stepFrom(road, 'stream', -1), stepFrom(road, 'after', 1)]).toEqual([null, null]);
    const unscaled = roadThrough({ ...UNREAD, rotation: 'halves', scale: { value: 1, place: 'none' } });
    expect(stepFrom(unscaled, 'raw', 1)).toBe('mask');
    expect(isInModel(unscaled, 'rotation')).toBe(true);
    expect(absentWords('scale')).toMatch(/^This graph multiplies scores by no scale\./);
    expect(absentWords('cap')).toBe('Not in this model: the next step gets the same numbers.');
  });

  test('are on their way until the layer is there, all but what patterns tell', () => {
    const steps = stageGroups(roadThrough(UNREAD), true).flatMap(({ stages }) => stages);
    expect(steps.filter(({ mark }) => mark !== 'pending').map(({ id, value }) => [id, value])).toEqual([
      ['mask', 'allowed'],
      ['weight', '0.80'],
    ]);
  });

  test('say of what goes to no key that it is padding, in windows that are filled up', () => {
    const windows = {
      count: 1,
      size: 4,
      ofPosition: Uint32Array.of(0, 0, 0),
      inWindow: Uint32Array.of(0, 1, 2),
      ofPadding: null,
      paddingKeys: null,
    };
    expect(saysOf('sink', {})).toBe(STAGE_WORDS.sink.says);
    expect(saysOf('sink', { windows: { ...windows, hasPadding: false } })).toBe(STAGE_WORDS.sink.says);
    expect(saysOf('sink', { windows: { ...windows, hasPadding: true } })).toContain('padding');
    expect(saysOf('weight', { windows: { ...windows, hasPadding: true } })).toBe(STAGE_WORDS.weight.says);
  });

  test('have a name of their own and a sentence', () => {
    const names = Object.values(STAGE_WORDS).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

/** Each once: the compiler asks for those that are missing. */
const REASONS: Readonly<Record<Refusal['why'], null>> = {
  'no-scale': null,
  'rotary-inside': null,
  'mixed-heads': null,
  'scores-inside': null,
  branch: null,
  'no-output-weights': null,
  'check-failed': null,
  'not-finite': null,
  'not-found': null,
  'weights-only': null,
  'no-direct-path': null,
  'head-off': null,
  'other-window': null,
};

test.each(Object.keys(REASONS).filter((why): why is Refusal['why'] => why in REASONS))(
  'that something cannot be had for the reason %s is said in a sentence',
  (why) => {
    expect(refusalWords({ why, detail: 'Conv of 3 x 3' })).toMatch(/^[A-Z].*\.$/);
    expect(refusalWords({ why, detail: '' })).toMatch(/^[A-Z].*\.$/);
  },
);

test('a shape names its axes, and is left out where one is not known', () => {
  const layer = { ...UNREAD, nHeads: 4, nKeyHeads: 2, dK: 6, dV: 5, d: 7 };
  expect(shapeOf(layer, 'weight')).toBe('[4 heads, 2 queries, 3 keys]');
  expect(shapeOf(layer, 'qkv')).toBe(
    'q [4 heads, 2 tokens, 6 channels], k [2 heads, 3 tokens, 6 channels], v [2 heads, 3 tokens, 5 channels]',
  );
  expect(shapeOf(layer, 'concat')).toBe('[2 queries, 20 channels]');
  expect(shapeOf(UNREAD, 'stream')).toBe('');
});

test('of words that get the same in print, three or more in a row are one line', () => {
  const lines = (...numbers: readonly string[]) =>
    spokenLines(
      numbers.map((_, id) => ({ id, text: 'abcdefgh'.charAt(id), value: 0 })),
      numbers,
    ).map(({ text, nMore, number }) => `${text}+${nMore} ${number}`);
  expect(lines('−1.30', '−1.18', '−1.18', '−1.18', '−1.10', '−1.10')).toEqual([
    'a+0 −1.30',
    'b+2 −1.18',
    'e+0 −1.10',
    'f+0 −1.10',
  ]);
  expect(lines()).toEqual([]);
});

test('a part of a score is called by what it comes of', () => {
  const one = [{ kind: 'decoder' }] as const;
  const two = [{ kind: 'decoder', layerNumbers: [2, 5] }, { kind: 'cross' }] as const;
  const name = (part: ScorePart, stacks: Parameters<typeof partName>[1]['stacks'], isPicture = false) =>
    partName(part, { isPicture, stacks });
  const heads: ScorePart = { what: 'heads', kind: 'decoder', layer: 1 };
  const [mlp, start]: ScorePart[] = [
    { what: 'mlp', kind: null, layer: null },
    { what: 'start', kind: null, layer: null },
  ];
  expect([name(heads, one), name(heads, two), name({ ...heads, kind: 'cross' }, two)]).toEqual([
    'L1 heads',
    'L5 self',
    'L1 cross',
  ]);
  expect([name(mlp!, one), name(start!, one), name(start!, one, true)]).toEqual(['MLP', 'token and position', 'patch']);
});

describe('the softmax that is tried', () => {
  const state = (query: string) => initialState(decodeView(query));

  test('is none, one of another temperature, or one without the scale', () => {
    expect(triedSoftmax(state(''))).toBeNull();
    expect(triedSoftmax(state('?tau=2'))).toEqual({ tau: 2 });
    expect(triedSoftmax(state('?tau=2&unscaled=1'))).toEqual({ scaleOff: true });
    expect(triedWords({ tau: 0.5 })).toBe('at temperature 0.5');
  });

  test('keeps its identity as long as it is the same', () => {
    expect(triedSoftmax(state('?tau=2'))).toBe(triedSoftmax(state('?tau=2&scale=log')));
  });

  test('is tried on one head, its layer, or all', () => {
    const head = { layer: 2, head: 1 };
    expect([triedHeads('head', head), triedHeads('layer', head), triedHeads('all', head)]).toEqual([
      head,
      { layer: 2 },
      'all',
    ]);
  });
});
