import { describe, expect, test } from 'vitest';
import { readRecorded } from './recordedRun.ts';
import { READ_TOOLS } from './testing/readTools.ts';
import { npy, npyTexts, npz, rows, safetensors, utf8 } from './testing/writers.ts';

type Files = Readonly<Record<string, Uint8Array | object>>;

const read = (files: Files) =>
  readRecorded(
    Object.entries(files).map(([name, content]) => ({
      name,
      bytes: content instanceof Uint8Array ? content : utf8(JSON.stringify(content)),
    })),
    READ_TOOLS,
  );

/** Numbers as nested lists. */
function nested(shape: readonly number[], data: Float32Array): readonly unknown[] {
  if (shape.length === 1) return [...data];
  const size = data.length / shape[0]!;
  return Array.from({ length: shape[0]! }, (_, i) => nested(shape.slice(1), data.subarray(i * size, (i + 1) * size)));
}

const shapeOf = ({ attention: [tensor] }: Awaited<ReturnType<typeof read>>) => [
  tensor?.nLayers,
  tensor?.nHeads,
  tensor?.nQueries,
  tensor?.nKeys,
];

describe('of a batch the first sentence is shown with its own tokens, and it is said', () => {
  const shape = [2, 3, 1, 4, 4];
  const data = rows(shape);
  const sentences = Array.from('abcdefghijkl');
  const lists = [0, 4, 8].map((start) => sentences.slice(start, start + 4));
  // Layers count slowest, so the first sentences of the two lie three sentences apart.
  const first = [...data.subarray(0, 16), ...data.subarray(48, 64)];

  test.each<[string, Files]>([
    ['.npz', { 'a.npz': npz({ attention: npy(shape, data), tokens: npyTexts([3, 4], sentences) }) }],
    ['.npy', { 'a.npy': npy(shape, data), 'a.tokens.json': lists }],
    [
      '.safetensors',
      { 'a.safetensors': safetensors({ attention: { shape, data } }, { tokens: JSON.stringify(lists) }) },
    ],
    ['JSON', { 'a.json': { attention: nested(shape, data), tokens: lists } }],
    [
      'JSON with sentences of different lengths',
      { 'a.json': { attention: nested(shape, data), tokens: [lists[0], ['x']] } },
    ],
  ])('%s', async (_, files) => {
    const recorded = await read(files);
    expect(shapeOf(recorded)).toEqual([2, 1, 4, 4]);
    expect([...recorded.attention[0]!.data]).toEqual(first);
    expect(recorded.queryTokens.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    expect(recorded.warnings).toEqual([expect.stringMatching(/ holds a batch of 3 sentences; the first is shown\.$/)]);
  });

  test('a layer by its name has sentences first, and so has an array with as many as there are lists of tokens', async () => {
    const one = { shape: [3, 2, 4, 4], data: rows([3, 2, 4, 4]) };
    const files = [
      [{ 'a.safetensors': safetensors({ layer_3: one }) }, [[3]]],
      [{ 'layer_3.npy': npy(one.shape, one.data) }, [[3]]],
      [{ 'a.npz': npz({ 'attentions.7': npy(one.shape, one.data) }) }, [[7]]],
      [{ 'a.json': { attention: nested(one.shape, one.data), tokens: lists } }, [[0]]],
    ] as const;
    for (const [file, layers] of files) {
      const recorded = await read(file);
      expect(shapeOf(recorded)).toEqual([1, 2, 4, 4]);
      expect(recorded.layerNumbers).toEqual(layers);
      expect([...recorded.attention[0]!.data]).toEqual([...one.data.subarray(0, 32)]);
      expect(recorded.warnings[0]).toMatch(/batch of 3 sentences/);
    }
  });

  test('but one array without such a name has layers first', async () => {
    for (const name of ['attention', 'attention_1', 'arr_0']) {
      expect(shapeOf(await read({ 'a.npz': npz({ [name]: npy([3, 2, 4, 4], rows([3, 2, 4, 4])) }) }))).toEqual([
        3, 2, 4, 4,
      ]);
    }
  });
});

describe('one matrix is one head', () => {
  const data = rows([3, 3]);
  test.each<[string, Files]>([
    ['.npy', { 'a.npy': npy([3, 3], data) }],
    ['.npz', { 'a.npz': npz({ weights: npy([3, 3], data), input_ids: npy([1, 3], [5, 6, 7]) }) }],
    ['.safetensors', { 'a.safetensors': safetensors({ attn: { shape: [3, 3], data } }) }],
    ['JSON', { 'a.json': { attention: nested([3, 3], data) } }],
    ['a bare list', { 'a.json': nested([3, 3], data) }],
  ])('in %s', async (_, files) => {
    const recorded = await read(files);
    expect(shapeOf(recorded)).toEqual([1, 1, 3, 3]);
    expect([...recorded.attention[0]!.data]).toEqual([...data]);
  });

  test('and several are layers of one head', async () => {
    const matrices = { head_2: npy([3, 3], rows([3, 3], 2)), head_0: npy([3, 3], data) };
    const recorded = await read({ 'a.npz': npz(matrices) });
    expect(shapeOf(recorded)).toEqual([2, 1, 3, 3]);
    expect([...recorded.attention[0]!.data]).toEqual([...data, ...rows([3, 3], 2)]);
  });

  test('but a list of ids beside attention is none', async () => {
    const recorded = await read({ 'a.npy': npy([1, 3, 3], data), 'ids.json': [[7, 8, 9]] });
    expect(recorded.queryTokens.map(({ id }) => id)).toEqual([7, 8, 9]);
  });
});

describe('a cache of hooks', () => {
  test('of one layer is that layer', async () => {
    const cache = {
      'blocks.5.attn.hook_pattern': npy([1, 2, 3, 3], rows([2, 3, 3])),
      'blocks.5.attn.hook_z': npy([1, 3, 2, 4], rows([3, 2, 4])),
      'blocks.5.hook_resid_post': npy([1, 3, 8], rows([3, 8])),
    };
    const recorded = await read({ 'a.npz': npz(cache) });
    expect([shapeOf(recorded), recorded.layerNumbers]).toEqual([[1, 2, 3, 3], [[5]]]);
    expect(recorded.warnings[0]).toBe('Not read as attention: blocks.5.attn.hook_z, blocks.5.hook_resid_post.');
  });
});

describe('generate()', () => {
  const row = (nKeys: number, seed: number) => rows([2, 1, nKeys], seed);
  const prompt = [1, 0, 0.5, 0.5, 1, 0, 0.25, 0.75];
  /** Prompts of two tokens, two heads; two more steps. */
  const steps = (seed: number) => ({
    prompt: npy([1, 2, 2, 2], prompt),
    three: npy([1, 2, 1, 3], row(3, seed)),
    four: npy([1, 2, 1, 4], row(4, seed)),
  });

  test('of several layers, by step and layer, is put together layer by layer', async () => {
    const [a, b] = [steps(1), steps(2)];
    const arrays = { s0_l0: a.prompt, s0_l1: b.prompt, s1_l0: a.three, s1_l1: b.three, s2_l0: a.four, s2_l1: b.four };
    const recorded = await read({ 'a.npz': npz(arrays), 'tokens.json': ['a', 'b', 'c', 'd', 'e'] });
    expect(shapeOf(recorded)).toEqual([2, 2, 4, 4]);
    const head = (seed: number, at: number, first: readonly number[]) => [
      first[0],
      first[1],
      0,
      0,
      first[2],
      first[3],
      0,
      0,
      ...row(3, seed).subarray(at * 3, at * 3 + 3),
      0,
      ...row(4, seed).subarray(at * 4, at * 4 + 4),
    ];
    const wanted = [1, 2].flatMap((seed) => [0, 1].flatMap((at) => head(seed, at, prompt.slice(at * 4, at * 4 + 4))));
    expect([...recorded.attention[0]!.data]).toEqual(wanted);
    expect(recorded.queryTokens.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd']);
    expect(recorded.warnings).toEqual([
      '3 steps of generate() were put together to one map of 4 tokens.',
      'The last token that was generated was not looked from: it is left out.',
    ]);
  });

  test('with a step that is not there says how to save it', async () => {
    const { prompt: block, four } = steps(1);
    await expect(read({ 'a.npz': npz({ arr_0: block, arr_1: four }) })).rejects.toThrow(/generate\(\).*once more/);
  });

  test('in one list of JSON, which no array is, says so', async () => {
    const attention = [
      [
        [
          [1, 0],
          [0.5, 0.5],
        ],
      ],
      [[[0.2, 0.3, 0.5]]],
    ];
    await expect(read({ 'a.json': { attention } })).rejects.toThrow(
      /lists of different lengths.*generate\(\).*once more/,
    );
  });

  test('of several sentences is that of the first', async () => {
    const two = (nQueries: number, nKeys: number) => npy([2, 2, nQueries, nKeys], rows([2, 2, nQueries, nKeys]));
    const arrays = { arr_0: two(1, 1), arr_1: two(1, 2) };
    const tokens = npyTexts([2, 2], ['a', 'b', 'c', 'd']);
    const recorded = await read({ 'a.npz': npz({ ...arrays, tokens }) });
    expect([shapeOf(recorded), recorded.queryTokens.map(({ text }) => text)]).toEqual([
      [1, 2, 2, 2],
      ['a', 'b'],
    ]);
    expect(recorded.warnings).toContainEqual(expect.stringMatching(/batch of 2 sentences; the first is shown/));
  });
});

test.each([
  ['does not say', {}, [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5], true],
  ['does not say', {}, [1, 0, 0, 0.4, 0.5, 0.1, 0.2, 0.3, 0.5], false],
  ['denies', { model: { causal: false } }, [1, 0, 0, 0.5, 0.5, 0, 0.2, 0.3, 0.5], false],
] as const)(
  'a run file that %s whether its model is causal (%j) is read by its weights',
  async (_, more, weights, isCausal) => {
    const data = Buffer.from(Float32Array.from(weights).buffer).toString('base64');
    const tokens = [{ text: 'a' }, { text: ' cat' }, { text: ' sat' }];
    const attention = [{ kind: 'decoder', dims: [1, 1, 3, 3], data }];
    const recorded = await read({ 'run.json': { format: 'headlight-run/1', tokens, attention, ...more } });
    expect([recorded.isCausal, recorded.warnings]).toEqual([isCausal, []]);
  },
);

describe('numbers of layers', () => {
  const layer = { shape: [1, 2, 2], data: rows([2, 2]) };
  test.each(['layer_99999', `layer_${'9'.repeat(400)}`])('are no larger than a model has: %.12s', async (name) => {
    expect((await read({ 'a.safetensors': safetensors({ [name]: layer }) })).layerNumbers).toEqual([[0]]);
    const two = safetensors({ [name]: layer, layer_1: layer });
    expect((await read({ 'a.safetensors': two })).layerNumbers).toEqual([[0, 1]]);
  });
});

describe('names of any length', () => {
  const long = 'n'.repeat(5000);
  test('are cut in refusals, in notes and on the page', async () => {
    await expect(read({ 'a.npz': npz({ [long]: npy([1, 2, 2], [9, 9, 9, 9]), x: npy([2], [1, 2]) }) })).rejects.toThrow(
      /^.{20,200}$/,
    );
    const { modelName, warnings } = await read({
      [`${long}.npz`]: npz({ [long]: npy([1, 2, 2], [1, 0, 0, 1]), attn: npy([1, 2, 2], [1, 0, 0, 1]) }),
    });
    expect(modelName).toHaveLength(60);
    expect(warnings[0]).toMatch(/^Not read as attention: n{59}…/);
  });
});

test('attention that is larger than can be shown is refused by its shape', async () => {
  await expect(read({ 'a.npz': npz({ attention: headerOf('1, 5000, 5000') }) })).rejects.toThrow(
    'attention is [1, 1, 5000, 5000]: 5,000 tokens, and up to 2,048 can be shown',
  );
  await expect(read({ 'a.npz': npz({ attention: headerOf('48, 48, 512, 512') }) })).rejects.toThrow(
    'attention is [48, 48, 512, 512]: 603 million weights, and up to 134 million can be shown',
  );
});

/** An .npy file of a large array, of which only the header is there. */
function headerOf(shape: string): Uint8Array {
  const header = utf8(`{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`);
  return Uint8Array.of(0x93, ...utf8('NUMPY'), 1, 0, header.length, 0, ...header);
}
