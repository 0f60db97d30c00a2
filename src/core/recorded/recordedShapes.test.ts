import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npy, npz, rows } from './testing/writers.ts';
import { read } from './testing/readRun.ts';

fc.configureGlobal({ seed: 20_261_121 });

describe('rows', () => {
  const of = (...weights: readonly number[]) => ({ 'a.npy': npy([1, 2, weights.length / 2], weights) });

  test('that sum to nearly 1 are renormalised, and it is said', async () => {
    const { attention, warnings } = await read(of(0.5, 0.4995, 0.25, 0.75));
    expect(attention[0]!.data[0]).toBeCloseTo(0.5 / 0.9995, 7);
    expect([...attention[0]!.data.subarray(2)]).toEqual([0.25, 0.75]);
    expect(warnings[0]).toMatch(/renormalised.*0\.00050/);
  });

  test('of bfloat16 weights may be off by as much as that type rounds', async () => {
    // 171/256 + 171/512, two numbers of 8 bits, sum to 1.00195; one more bit in either and they are no bfloat16.
    const rounded = of(171 / 256, 171 / 512, 0.5, 0.5);
    expect((await read(rounded)).warnings[0]).toMatch(/renormalised/);
    await expect(read(of(171 / 256, 171 / 512 + 2 ** -20, 0.5, 0.5))).rejects.toThrow(/sums to 1\.0019/);
  });

  test('that all sum to at most 1, some to clearly less, get a last key for the missing weight', async () => {
    const { attention, sinkKey, keyTokens, queryTokens, isCausal, warnings } = await read({
      ...of(1, 0, 0.25, 0.5),
      'tokens.json': ['The', 'cat'],
    });
    expect(attention[0]).toEqual({
      kind: 'decoder',
      nLayers: 1,
      nHeads: 1,
      nQueries: 2,
      nKeys: 3,
      data: Float32Array.of(1, 0, 0, 0.25, 0.5, 0.25),
    });
    expect([sinkKey, isCausal]).toEqual([2, true]);
    expect(queryTokens.map(({ text }) => text)).toEqual(['The', 'cat']);
    expect(keyTokens.map(({ text, id }) => [text, id])).toEqual([
      ['The', 0],
      ['cat', 1],
      ['(sink)', 2],
    ]);
    expect(warnings).toEqual([expect.stringMatching(/learned sinks/)]);
  });

  test.each<[string, readonly number[], RegExp]>([
    ['more than 1', [0.5, 0.5, 0.75, 0.5], /L0H0, query 1: the row sums to 1\.25/],
    ['less in one row and more in another', [0.5, 0.25, 0.75, 0.5], /query 0: the row sums to 0\.75/],
    ['0', [0.5, 0.5, 0, 0], /query 1: the row sums to 0;/],
  ])('that sum to %s are refused with their place', async (_, weights, reason) => {
    await expect(read(of(...weights))).rejects.toThrow(reason);
  });

  test.each<[number, RegExp]>([
    [-0.5, /L4H1, query 1: the weight on key 2 is negative \(-0\.5\)/],
    [NaN, /L4H1, query 1: the weight on key 2 is NaN/],
    [Infinity, /L4H1, query 1: the weight on key 2 is Infinity/],
  ])('with a weight of %s are refused with its place, by the true number of the layer', async (weight, reason) => {
    const bad = rows([2, 2, 3]);
    bad[11] = weight;
    await expect(
      read({ 'layer_2.npy': npy([2, 2, 3], rows([2, 2, 3])), 'layer_4.npy': npy([2, 2, 3], bad) }),
    ).rejects.toThrow(reason);
  });
});

describe('tokens', () => {
  const square = { 'a.npy': npy([1, 3, 3], rows([3, 3])) };
  const cross = { 'a.npy': npy([1, 2, 3], rows([2, 3])) };

  test('of another number than the patterns have are refused with both numbers', async () => {
    await expect(read({ ...square, 't.json': ['a', 'b'] })).rejects.toThrow('2 tokens for patterns of 3 positions');
    await expect(read({ ...cross, 't.json': { query_tokens: ['a'], key_tokens: ['a', 'b', 'c'] } })).rejects.toThrow(
      '1 query tokens for patterns of 2 positions',
    );
    await expect(read({ ...cross, 't.json': { tokens: ['a'] } })).rejects.toThrow('1 query tokens for patterns of 2');
  });

  test('are numbered where none are given, and it is said', async () => {
    const { queryTokens, warnings } = await read(square);
    expect(queryTokens.map(({ text }) => text)).toEqual(['0', '1', '2']);
    expect(warnings).toEqual(['No tokens were given: positions are numbered.']);
  });

  test('of one axis leave the other numbered', async () => {
    const { queryTokens, keyTokens, warnings } = await read({ ...cross, 't.json': { tokens: ['x', 'y', 'z'] } });
    expect(keyTokens.map(({ text }) => text)).toEqual(['x', 'y', 'z']);
    expect(queryTokens.map(({ text }) => text)).toEqual(['0', '1']);
    expect(warnings).toEqual(['No query tokens were given: positions are numbered.']);
  });

  test('of equal pieces have equal ids, so that labels know them again', async () => {
    const { queryTokens } = await read({ ...square, 't.json': ['the', 'cat', 'the'] });
    expect(queryTokens.map(({ id, start, end }) => [id, start, end])).toEqual([
      [0, 0, 3],
      [1, 4, 7],
      [0, 8, 11],
    ]);
  });

  test.each<[readonly string[], readonly string[], string]>([
    [['<s>', '▁un', 'do'], ['<s>', ' un', 'do'], ' undo'],
    [['Ġun', 'Ã', '©'], [' un', '<C3>', '<A9>'], ' un<C3><A9>'],
    [['▁a', '<0xE2>', '<0x0A>'], [' a', '<E2>', '\n'], ' a<E2>\n'],
    [[' un', 'do', '!'], [' un', 'do', '!'], ' undo!'],
    [['un', '##do', '!'], ['un', 'do', '!'], 'undo !'],
  ])('%j read %j', async (pieces, texts, line) => {
    const { queryTokens, queryText } = await read({ ...square, 't.json': pieces });
    expect(queryTokens.map(({ text }) => text)).toEqual(texts);
    expect(queryTokens.map(({ piece }) => piece)).toEqual(pieces);
    expect(queryText).toBe(line);
  });

  test('are not looked for among the settings of a model that lies beside', async () => {
    const config = {
      _name_or_path: 'org/name',
      suppress_tokens: [1, 2],
      keys_to_ignore_at_inference: ['past_key_values'],
      bos_token_id: 3,
    };
    const { modelName, warnings } = await read({
      ...square,
      'config.json': config,
      'tokens.json': { tokens: ['a', 'b', 'c'] },
    });
    expect([modelName, warnings]).toEqual(['org/name', []]);
  });
});

describe('several arrays', () => {
  const layer = (seed: number) => npy([1, 2, 3, 3], rows([2, 3, 3], seed));

  test('are ordered by the number in their names, in one file or in many', async () => {
    const wanted = [...rows([2, 3, 3], 2), ...rows([2, 3, 3], 9), ...rows([2, 3, 3], 10)];
    const arrays = { 'attentions.10': layer(10), 'attentions.2': layer(2), 'attentions.9': layer(9) };
    const together = await read({ 'a.npz': npz(arrays, false) });
    const apart = await read({
      'layer10.npz': npz({ attn: layer(10) }, false),
      'layer9.npz': npz({ attn: layer(9) }, true),
      'layer2.npz': npz({ attn: layer(2) }, false),
    });
    for (const { attention, layerNumbers } of [together, apart]) {
      expect([...attention[0]!.data]).toEqual(wanted);
      expect(layerNumbers).toEqual([[2, 9, 10]]);
    }
  });

  test('are told apart as stacks by their names, BART’s encoder_attn in a decoder being cross-attention', async () => {
    const arrays = {
      'model.decoder.layers.0.self_attn': npy([2, 3, 3], rows([2, 3, 3])),
      'model.decoder.layers.0.encoder_attn': npy([2, 3, 4], rows([2, 3, 4])),
      'model.encoder.layers.0.self_attn': npy([2, 4, 4], rows([2, 4, 4])),
      attention_mask: npy([1, 4, 4], rows([1, 4, 4])),
    };
    const { attention, queryTokens, keyTokens } = await read({ 'a.npz': npz(arrays, false) });
    expect(attention.map(({ kind, nQueries, nKeys }) => [kind, nQueries, nKeys])).toEqual([
      ['encoder', 4, 4],
      ['decoder', 3, 3],
      ['cross', 3, 4],
    ]);
    expect([queryTokens.length, keyTokens.length]).toEqual([3, 4]);
  });

  test('are told apart by the names of their files, too', async () => {
    const { attention } = await read({
      'cross.npz': npz({ arr_0: layer(1) }, false),
      'encoder.npz': npz({ arr_0: layer(2) }, false),
    });
    expect(attention.map(({ kind }) => kind)).toEqual(['encoder', 'cross']);
    expect([...attention[1]!.data]).toEqual([...rows([2, 3, 3], 1)]);
  });

  test.each<[string, Readonly<Record<string, Uint8Array>>, RegExp]>([
    ['of one layer', { layer_1: layer(1), layer_01: layer(2) }, /layer_1 and layer_01 are both layer 1/],
    [
      'of different shapes',
      { layer_0: layer(1), layer_1: npy([2, 4, 4], rows([2, 4, 4])) },
      /layers differ in shape: .*\[2, 3, 3\].*\[2, 4, 4\]/,
    ],
    [
      'of five dimensions each',
      { a0: npy([1, 1, 2, 3, 3], rows([2, 3, 3])), a1: npy([1, 1, 2, 3, 3], rows([2, 3, 3])) },
      /five dimensions/,
    ],
    [
      'that do not fit each other',
      {
        cross: npy([1, 2, 3], rows([2, 3])),
        decoder_attn: npy([1, 3, 3], rows([3, 3])),
        cross_1: npy([1, 2, 3], rows([2, 3])),
      },
      /3 positions, cross-attention 2/,
    ],
    ['of an encoder that is not square', { encoder_attn: npy([1, 2, 3], rows([2, 3])) }, /2 queries and 3 keys/],
  ])('%s are refused', async (_, arrays, reason) => {
    await expect(read({ 'a.npz': npz(arrays, false) })).rejects.toThrow(reason);
  });

  test('in an order that the names do not tell are taken by name, and it is said', async () => {
    const { warnings, attention } = await read({ 'a.npz': npz({ top: layer(1), bottom: layer(2) }, false) });
    expect(warnings[0]).toBe('The names do not number the layers; they are taken as bottom, top.');
    expect([...attention[0]!.data.subarray(0, 18)]).toEqual([...rows([2, 3, 3], 2)]);
  });
});
