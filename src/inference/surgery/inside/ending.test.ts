import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../readGraph.ts';
import { loadZooModel } from '../testing/zoo.ts';
import type { FoundEnding } from './ending.ts';

const ROOT = fileURLToPath(new URL('../../../../models/', import.meta.url));
const bytesOf = (name: string): Uint8Array =>
  name.endsWith('.onnx') ? new Uint8Array(readFileSync(ROOT + name)) : loadZooModel(name).model;

/** How many of the attention layers reach the last norm by sums alone, of all. */
function inWords(ending: FoundEnding | null, written: readonly (string | null)[]): string {
  if (ending === null || 'whyNot' in ending) return ending?.whyNot ?? 'not read';
  const { norm, weights, bias, token, summands } = ending;
  const reaching = written.filter((name) => name !== null && summands.has(name)).length;
  const parts = [norm.gamma && 'gamma', norm.beta && 'beta', bias && 'bias'].filter(Boolean).join(' ');
  const where = token === null ? '' : ` of token ${token}`;
  return `${norm.kind} ${norm.epsilon.toPrecision(1)} ${parts} [${weights.dims.join(', ')}]${where}, ${reaching} of ${written.length}`;
}

describe('how scores come of the stream', () => {
  test.each([
    ['bookworm-gpt/onnx/model.onnx', 'layer 0.00001 gamma beta [128, 4096], 4 of 4'],
    // Its last norm belongs to the head, behind a product and an activation.
    ['bookworm-bert/onnx/model.onnx', 'layer 0.00001 gamma beta bias [128, 5000], 0 of 4'],
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
