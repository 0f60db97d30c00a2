import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../readGraph.ts';
import { tinyModel } from '../testing/tinyModel.ts';
import type { TinyNode } from '../testing/tinyModel.ts';
import { loadZooModel } from '../testing/zoo.ts';
import { rawTensor } from '../write.ts';
import type { FoundEnding } from './ending.ts';

const ROOT = fileURLToPath(new URL('../../../../models/', import.meta.url));
const bytesOf = (name: string): Uint8Array =>
  name.endsWith('.onnx') ? new Uint8Array(readFileSync(ROOT + name)) : loadZooModel(name).model;

/** How many of the attention layers reach the last norm by sums alone, of all. */
function inWords(ending: FoundEnding | null, written: readonly (string | null)[]): string {
  if (ending === null || 'whyNot' in ending) return ending?.whyNot ?? 'not read';
  const { norm, weights, nScores, bias, token, summands } = ending;
  const reaching = written.filter((name) => name !== null && summands.has(name)).length;
  const parts = [norm.gamma && 'gamma', norm.beta && 'beta', bias && 'bias'].filter(Boolean).join(' ');
  const where = token === null ? '' : ` of token ${token}`;
  return `${norm.kind} ${norm.epsilon.toPrecision(1)} ${parts} [${weights === null ? `none, ${nScores}` : weights.dims.join(', ')}]${where}, ${reaching} of ${written.length}`;
}

describe('how scores come of the stream', () => {
  test.each([
    ['bookworm-gpt/onnx/model.onnx', 'layer 0.00001 gamma beta [128, 4096], 4 of 4'],
    // Its last norm belongs to the head, behind a product and an activation.
    ['bookworm-bert/onnx/model.onnx', 'layer 0.00001 gamma beta bias [none, 5000], 0 of 4'],
    ['dates/onnx/decoder_model.onnx', 'layer 0.00001 gamma beta [64, 43], 4 of 4'],
    ['dates/onnx/encoder_model.onnx', 'the model gives no scores, only vectors'],
    ['fashion-vit/onnx/model.onnx', 'layer 0.00001 gamma beta bias [64, 10] of token 0, 4 of 4'],
    ['gpt2', 'layer 0.00001 gamma beta [18, 43], 3 of 3'],
    ['llama-eager', 'rms 0.000001 gamma [20, 45], 2 of 2'],
    ['vit', 'layer 0.00001 gamma beta bias [21, 5] of token 0, 3 of 3'],
    // One graph: its encoder reaches the scores through cross-attention only.
    ['t5', 'rms 0.000001 gamma [13, 35], 6 of 7'],
    ['bart-3d', 'before the last product stands no norm that is read, but Tanh'],
    ['gpt2-merged-if', 'the scores come out of If'],
    ['distractor', 'the scores come out of Softmax'],
  ])('%s: %s', (name, words) => {
    const { ending, sites } = readGraph(bytesOf(name), 'inside');
    expect(
      inWords(
        ending,
        sites.map(({ inside }) => inside?.attentionOutput ?? null),
      ),
    ).toBe(words);
  });

  test('the fused norms of ms-gqa add up the stream inside', () => {
    const { ending } = readGraph(bytesOf('ms-gqa'), 'inside');
    expect(ending).toMatchObject({ norm: { kind: 'rms' }, factor: 1, factorBehind: 1, softCap: null });
    expect(ending !== null && 'norm' in ending ? ending.norm.stream.length : 0).toBe(2);
  });

  test('nothing of it is read where only patterns are wanted', () => {
    expect(readGraph(bytesOf('gpt2'), 'masks').ending).toBeNull();
  });
});

/** Of a model whose layer writes `written` to the stream `x`, [1, token, 3], and whose scores are of 5 tokens. */
function endingOfTiny(intoStream: readonly TinyNode[], behind: readonly TinyNode[]): FoundEnding {
  const number = (name: string, value: number): Uint8Array =>
    rawTensor(name, [], 1, new Uint8Array(Float32Array.of(value).buffer));
  const index = (name: string, value: number): Uint8Array =>
    rawTensor(name, [], 7, new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
  const model = tinyModel({
    inputs: { x: [1, 'token', 3] },
    outputs: ['logits'],
    weights: { w: [3, 3], gamma: [3], beta: [3], u: [3, 5], row: [5] },
    tensors: [number('two', 2), number('thirty', 30), number('thirtieth', 1 / 30), index('last', -1)],
    nodes: [{ op: 'MatMul', in: ['x', 'w'], out: ['written'] }, ...intoStream, ...behind],
  });
  const { ending } = readGraph(model, 'inside');
  if (ending === null) throw new Error('nothing was read');
  return ending;
}

const ADDED: TinyNode = { op: 'Add', in: ['x', 'written'], out: ['stream'] };
const NORM: TinyNode = { op: 'LayerNormalization', in: ['stream', 'gamma', 'beta'], out: ['normed'] };
const PRODUCT: TinyNode = { op: 'MatMul', in: ['normed', 'u'], out: ['logits'] };
const RMS = (from: string, to: string): TinyNode => ({
  op: 'SimplifiedLayerNormalization',
  in: [from, 'gamma'],
  out: [to],
});

describe('what lies on the way of what a layer writes', () => {
  const summandOf = (...intoStream: TinyNode[]) => {
    const ending = endingOfTiny(intoStream, [NORM, PRODUCT]);
    return 'summands' in ending ? ending.summands.get('written') : ending;
  };

  test('nothing, or other names, or one number', () => {
    expect(summandOf(ADDED)).toEqual({ factor: 1, norm: null });
    expect(
      summandOf(
        { op: 'Identity', in: ['written'], out: ['same'] },
        { op: 'Mul', in: ['same', 'two'], out: ['double'] },
        { op: 'Add', in: ['x', 'double'], out: ['stream'] },
      ),
    ).toEqual({ factor: 2, norm: null });
  });

  test('a norm of its own', () => {
    const sum: TinyNode = { op: 'Add', in: ['x', 'own'], out: ['stream'] };
    expect(summandOf(RMS('written', 'own'), sum)).toMatchObject({
      factor: 1,
      norm: { kind: 'rms', stream: ['written'] },
    });
  });

  test('the norm of a sum with something else is no way: the layer is not alone in it', () => {
    const before: TinyNode = { op: 'Add', in: ['x', 'written'], out: ['sum'] };
    const after: TinyNode = { op: 'Add', in: ['x', 'own'], out: ['stream'] };
    expect(summandOf(before, RMS('sum', 'own'), after)).toBeUndefined();
  });

  test.each<[string, readonly TinyNode[]]>([
    ['twice in one sum', [{ op: 'Add', in: ['written', 'written'], out: ['stream'] }]],
    [
      'by two sums',
      [
        { op: 'Add', in: ['x', 'written'], out: ['sum'] },
        { op: 'Add', in: ['sum', 'written'], out: ['stream'] },
      ],
    ],
    [
      'in what is added twice',
      [
        { op: 'Identity', in: ['written'], out: ['same'] },
        { op: 'Add', in: ['x', 'same'], out: ['sum'] },
        { op: 'Mul', in: ['sum', 'two'], out: ['double'] },
        { op: 'Add', in: ['sum', 'double'], out: ['stream'] },
      ],
    ],
    ['as it is and normed', [RMS('written', 'own'), { op: 'Add', in: ['own', 'written'], out: ['stream'] }]],
    ['normed twice', [RMS('written', 'a'), RMS('written', 'b'), { op: 'Add', in: ['a', 'b'], out: ['stream'] }]],
  ])('more than one way is refused: %s', (_, intoStream) => {
    const ending = endingOfTiny(intoStream, [NORM, PRODUCT]);
    if ('whyNot' in ending) throw new Error(ending.whyNot);
    expect([ending.summands.has('written'), ending.several.has('written')]).toEqual([false, true]);
  });

  test('an activation is none either', () => {
    expect(summandOf({ op: 'Relu', in: ['written'], out: ['r'] }, { op: 'Add', in: ['x', 'r'], out: ['stream'] })).toBe(
      undefined,
    );
  });
});

describe('what is done to scores behind their product', () => {
  test.each<[string, TinyNode[], object]>([
    ['nothing', [PRODUCT], { factor: 1, factorBehind: 1, softCap: null, token: null, bias: null }],
    [
      'a row is added, and they are cast',
      [
        { op: 'MatMul', in: ['normed', 'u'], out: ['p'] },
        { op: 'Add', in: ['p', 'row'], out: ['q'] },
        { op: 'Cast', in: ['q'], out: ['logits'], attributes: { to: 1 } },
      ],
      { factorBehind: 1, bias: { dims: [5] } },
    ],
    [
      'they are capped',
      [
        { op: 'MatMul', in: ['normed', 'u'], out: ['p'] },
        { op: 'Mul', in: ['p', 'thirtieth'], out: ['q'] },
        { op: 'Tanh', in: ['q'], out: ['t'] },
        { op: 'Mul', in: ['t', 'thirty'], out: ['logits'] },
      ],
      { softCap: 30, factorBehind: expect.closeTo(1, 6) },
    ],
    [
      'the last token is taken, and what is multiplied is scaled',
      [
        { op: 'Gather', in: ['normed', 'last'], out: ['one'], attributes: { axis: 1 } },
        { op: 'Div', in: ['one', 'two'], out: ['half'] },
        { op: 'MatMul', in: ['half', 'u'], out: ['logits'] },
      ],
      { token: -1, factor: 0.5 },
    ],
    [
      'an activation follows',
      [
        { op: 'MatMul', in: ['normed', 'u'], out: ['p'] },
        { op: 'Relu', in: ['p'], out: ['logits'] },
      ],
      { whyNot: 'the scores come out of Relu' },
    ],
  ])('%s', (_, behind, expected) => {
    expect(endingOfTiny([ADDED], [NORM, ...behind])).toMatchObject(expected);
  });
});
