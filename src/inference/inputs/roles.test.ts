import { describe, expect, test } from 'vitest';
import { rolesOf } from './modalities.ts';
import type { InputEvidence, InputRole } from './roles.ts';

type Given = Partial<InputEvidence> & {
  readonly table?: number;
  readonly isWeighted?: boolean;
  readonly isTurned?: boolean;
  readonly isJoined?: boolean;
  readonly isAddedToScores?: true;
  readonly isStart?: true;
  readonly opensWith?: 0 | 1;
};

/** An int64 input [batch, token] unless said otherwise. */
function input(
  name: string,
  {
    table,
    isWeighted = false,
    isTurned = false,
    isJoined = false,
    isAddedToScores,
    isStart,
    opensWith,
    ...given
  }: Given = {},
): InputEvidence {
  const more = { ...(isAddedToScores && { isAddedToScores }), ...(isStart && { isStart }), opensWith };
  const uses = { table: table ?? null, isWeighted, isTurned, isJoined, ...more };
  return { name, elementType: 'int64', dims: ['batch', 'token'], uses, ...given };
}

const image = (name: string, dims: InputEvidence['dims'], isWeighted = true) =>
  input(name, { elementType: 'float32', dims, isWeighted });
const vectors = (name: string, dims: InputEvidence['dims']) => input(name, { elementType: 'float32', dims });

const pairs = (given: Given) => input('m', { dims: ['batch', 1, 'token', 'token'], ...given });

describe('the roles of inputs', () => {
  test.each<[string, readonly InputEvidence[], readonly InputRole[]]>([
    ['one row of integers is ids by any name', [input('idx', { table: 16 })], ['ids']],
    ['also where no table is in sight', [input('src')], ['ids']],
    ['also without an axis for the batch', [input('x', { dims: ['n'], elementType: 'int32' })], ['ids']],
    [
      'of several the largest table is the vocabulary, one of two rows tells segments, the third positions',
      [input('a', { table: 2 }), input('b', { table: 512 }), input('c', { table: 30522 }), input('d')],
      ['types', 'positions', 'ids', 'mask'],
    ],
    [
      'names break ties',
      [input('position_ids', { table: 64 }), input('input_ids', { table: 64 })],
      ['positions', 'ids'],
    ],
    [
      'a second text has a vocabulary as large',
      [input('a', { table: 90 }), input('b', { table: 90 })],
      ['ids', 'decoder-ids'],
    ],
    ['a mask of floats is one', [input('x', { table: 9 }), input('m', { elementType: 'float32' })], ['ids', 'mask']],
    [
      'a mask may have no axis for the batch',
      [input('x', { table: 9 }), input('m', { dims: ['token'] })],
      ['ids', 'mask'],
    ],
    ...(['float32', 'float16'] as const).map(
      (elementType): [string, readonly InputEvidence[], readonly InputRole[]] => [
        `what is added to scores is a mask of pairs, ${elementType}`,
        [input('x', { table: 9 }), pairs({ elementType, isAddedToScores: true })],
        ['ids', 'mask'],
      ],
    ),
    [
      'so are truths by which scores are hidden, also for each head',
      [input('x', { table: 9 }), pairs({ elementType: 'bool', opensWith: 1, dims: [1, 4, 'n', 'n'] })],
      ['ids', 'mask'],
    ],
    ['what hides nothing is none', [input('x', { table: 9 }), pairs({ elementType: 'float32' })], ['ids', 'guessed']],
    [
      'nor is what hides vectors of a source',
      [
        input('input_ids', { table: 9 }),
        input('encoder_hidden_states', { elementType: 'float32', dims: ['b', 'm', 8] }),
        pairs({ elementType: 'float32', isAddedToScores: true, dims: ['b', 1, 'n', 'm'] }),
      ],
      ['ids', 'encoder-states', 'guessed'],
    ],
    [
      'a number at which the graph begins to count, beside a past',
      [
        input('x', { table: 9 }),
        input('k', { elementType: 'float32', dims: [1, 2, 'p', 4], isJoined: true }),
        input('offset', { dims: [], table: 64, isStart: true }),
      ],
      ['ids', 'past', 'past-length'],
    ],
    [
      'without a past it is a setting',
      [input('x', { table: 9 }), input('offset', { dims: [], table: 64, isStart: true })],
      ['ids', 'setting'],
    ],
    ['an image in colour', [image('input', [1, 3, 16, 16])], ['image']],
    ['an image in grey', [image('data', ['n', 1, 28, 28])], ['image']],
    ['a feature map of 64 channels is no image', [image('input', [1, 64, 8, 8])], ['numbers']],
    [
      'queries of one head meet no weights',
      ['q', 'k', 'v'].map((name) => image(name, [1, 1, 4, 8], false)),
      ['numbers', 'numbers', 'numbers'],
    ],
    ['vectors', [vectors('q', [1, 4, 8]), input('mask', { elementType: 'bool', dims: [4, 4] })], ['numbers', 'mask']],
    [
      'vectors beside ids are a guess, whatever the order',
      [vectors('extra', ['b', 4, 8]), input('x', { table: 9 }), vectors('more', [1, 2, 3, 4])],
      ['guessed', 'ids', 'guessed'],
    ],
    [
      'integers of many axes beside vectors are a guess',
      [vectors('x', ['b', 'n', 8]), input('relative', { dims: ['b', 'h', 'n', 'n'] })],
      ['numbers', 'guessed'],
    ],
    [
      'a cache by its name',
      [input('input_ids', { table: 9 }), vectors('past_key_values.0.key', ['b', 2, 'p', 4])],
      ['ids', 'past'],
    ],
    [
      'a style of 256 numbers and a speed are no masks',
      [
        input('x', { table: 9 }),
        input('style', { elementType: 'float32', dims: [1, 256] }),
        input('speed', { elementType: 'float32', dims: [1] }),
      ],
      ['ids', 'guessed', 'setting'],
    ],
    [
      'one number is a setting, also one that picks a row of a table',
      [input('task', { table: 5, dims: [] }), input('x', { table: 9 })],
      ['setting', 'ids'],
    ],
    [
      'one number beside a sequence is a setting, however large the table that it picks from',
      [
        input('input', { table: 256 }),
        input('input_lengths', { dims: ['batch'] }),
        input('scales', { elementType: 'float32', dims: [3] }),
        input('sid', { table: 904, dims: [1] }),
      ],
      ['ids', 'lengths', 'guessed', 'setting'],
    ],
    [
      'and so is one a text',
      [input('speaker', { table: 904, dims: ['batch'] }), input('x', { table: 256 })],
      ['setting', 'ids'],
    ],
    [
      'a sequence of one token is a sequence where nothing is longer',
      [input('x', { table: 904, dims: [1, 1] }), input('m', { dims: ['batch', 'past'] })],
      ['ids', 'guessed'],
    ],
    [
      'what a convolution saw last is a past, of a fixed size',
      [input('x', { table: 9 }), input('s', { elementType: 'float32', dims: ['b', 24, 3], isJoined: true })],
      ['ids', 'past'],
    ],
    [
      'where nothing is read, nothing is guessed',
      [input('s', { elementType: 'float32', dims: ['b', 'n'] })],
      ['unknown'],
    ],
  ])('%s', (_, inputs, roles) => {
    expect(rolesOf(inputs).map(({ role }) => role)).toEqual(roles);
  });

  test('are in the order of the inputs, with the rows of the table of each', () => {
    const found = rolesOf([input('mask'), input('x', { table: 20 })]);
    expect(found.map(({ name, role, nRows }) => [name, role, nRows])).toEqual([
      ['mask', 'mask', null],
      ['x', 'ids', 20],
    ]);
  });
});
