import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { withSpareRoom } from './spareRoom.ts';
import { attentionModel, splitHeads, usual } from './testing/attentionModel.ts';
import type { Family } from './testing/attentionModel.ts';
import { loadZooModel } from './testing/zoo.ts';
import { intTensor } from './write.ts';

const SOFTMAX = (layer: number) =>
  ({ op: 'Softmax', in: [`s${layer}`], out: [`p${layer}`], attributes: { axis: -1 } }) as const;

const maskOf = (nodes: Family['nodes'], tensors: readonly Uint8Array[] = []) => {
  const facts = readGraph(attentionModel({ name: '', nodes, tensors, weigh: (scores) => scores }), 'masks');
  expect(facts.sites).toHaveLength(2);
  return facts.sites[1]!.mask!;
};

describe('a mask', () => {
  test('has three inputs and the output of the heads; without being asked for there is none', () => {
    const model = attentionModel({ name: '', nodes: usual((layer) => [SOFTMAX(layer)]), weigh: (scores) => scores });
    expect(readGraph(model).sites.map(({ mask }) => mask)).toEqual([null, null]);
    const { sites, inputs } = readGraph(model, 'masks');
    expect(sites[1]!.mask).toMatchObject({
      scale: { name: 'head_scale.1', axes: 'batched' },
      pattern: { name: 'head_pattern.1', axes: 'batched' },
      context: { name: 'head_context.1', axes: 'batched' },
      why: null,
    });
    // They are not among the inputs that the text fills.
    expect(inputs.map(({ name }) => name)).toEqual(['x']);
  });

  test('of heads that are put together before their weights are used cannot tell their outputs', () => {
    const mask = maskOf(
      (layer) => [
        ...splitHeads(`q${layer}`, `qh${layer}`),
        ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
        ...splitHeads(`v${layer}`, `vh${layer}`),
        { op: 'MatMul', in: [`qh${layer}`, `kT${layer}`], out: [`s${layer}`] },
        SOFTMAX(layer),
        { op: 'Reshape', in: [`p${layer}`, 'group'], out: [`pg${layer}`] },
        { op: 'MatMul', in: [`pg${layer}`, `vh${layer}`], out: [`cg${layer}`] },
        { op: 'Reshape', in: [`cg${layer}`, 'toFlat'], out: [`c${layer}`] },
      ],
      [intTensor('group', [1, 1, 15, 5])],
    );
    expect([mask.scale?.axes, mask.pattern?.axes, mask.context, mask.output]).toEqual([
      'batched',
      'batched',
      null,
      null,
    ]);
    expect(mask.why).toContain('put together');
  });

  test('takes hold of all that weights go into, and then cannot tell the outputs', () => {
    const mask = maskOf((layer) => [
      ...usual(() => [SOFTMAX(layer)])(layer).slice(0, -2),
      { op: 'MatMul', in: [`p${layer}`, `qh${layer}`], out: [`second${layer}`] },
      { op: 'Add', in: [`ch${layer}`, `second${layer}`], out: [`both${layer}`] },
      { op: 'Transpose', in: [`both${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ]);
    expect([mask.context, mask.output]).toEqual([null, null]);
    expect(mask.scale).not.toBeNull();
    expect(mask.why).toContain('more than one set of values');
  });
});

describe('exposing with masks', () => {
  test('a model that was read with spare room makes no copy and moves no byte', () => {
    const { model } = loadZooModel('bert-eager');
    const bytes = withSpareRoom(model.length);
    bytes.set(model);
    const exposed = exposeAttention(bytes, readGraph(bytes, 'masks')).model;
    expect(exposed.buffer).toBe(bytes.buffer);
    const copied = exposeAttention(model, readGraph(model, 'masks')).model;
    expect([...exposed]).toEqual([...copied]);
    // Two layers, in each of which the product takes another tensor and gives another one: the last letter differs.
    expect([...model].filter((byte, at) => byte !== exposed[at])).toHaveLength(4);
  });

  test('leaves a model alone that lies in memory of others', () => {
    const { model } = loadZooModel('bert-eager');
    const before = [...model];
    const exposed = exposeAttention(model, readGraph(model, 'masks')).model;
    expect(exposed.length).toBeGreaterThan(model.length);
    expect([...model]).toEqual(before);
  });

  test('adds some hundred bytes for each attention', () => {
    const { model } = loadZooModel('gpt2');
    const facts = readGraph(model, 'masks');
    const added = exposeAttention(model, facts).model.length - model.length;
    expect(added / facts.sites.length).toBeLessThan(700);
  });

  test.each(['ms-gqa', 'gpt2-merged-if', 'fp16', 't5'])('%s twice gives the same bytes', (name) => {
    const { model } = loadZooModel(name);
    const [first, second] = [1, 2].map(() => exposeAttention(model, readGraph(model, 'masks')).model);
    expect([...first!]).toEqual([...second!]);
  });
});
