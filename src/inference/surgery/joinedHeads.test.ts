import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { tinyModel } from './testing/tinyModel.ts';
import type { TinyNode } from './testing/tinyModel.ts';

/** Attention of one head that reads `x`; its nodes and tensors end in `id`. */
function head(id: string, x: string): readonly TinyNode[] {
  return [
    { op: 'MatMul', in: [x, 'w'], out: [`q${id}`] },
    { op: 'MatMul', in: [x, 'w'], out: [`k${id}`] },
    { op: 'MatMul', in: [x, 'w'], out: [`v${id}`] },
    { op: 'Transpose', in: [`k${id}`], out: [`t${id}`], attributes: { perm: [0, 2, 1] } },
    { op: 'MatMul', in: [`q${id}`, `t${id}`], out: [`s${id}`] },
    { op: 'Softmax', in: [`s${id}`], out: [`p${id}`], attributes: { axis: -1 } },
    { op: 'MatMul', in: [`p${id}`, `v${id}`], out: [`c${id}`] },
  ];
}

function factsOf(nodes: readonly TinyNode[], opset = 17) {
  const dims = ['batch', 'token', 4] as const;
  return readGraph(
    tinyModel({ nodes, inputs: { x: dims, y: dims }, outputs: ['out'], weights: { w: [4, 4] }, opset }),
    'masks',
  );
}

const join = (tensors: readonly string[], axis: number): TinyNode => {
  return { op: 'Concat', in: tensors, out: ['out'], attributes: { axis } };
};

describe('attentions joined by a Concat', () => {
  test.each([11, 17])(
    'of one source are heads of one layer, in the order in which they are joined (operator set %i)',
    (opset) => {
      const { sites } = factsOf([...head('a', 'x'), ...head('b', 'x'), join(['cb', 'ca'], -1)], opset);
      expect(sites).toHaveLength(1);
      expect(sites[0]).toMatchObject({ nodeName: 'pb', headsInBatch: false, layer: 0, block: 0 });
      expect(sites[0]?.mask?.scale).toEqual({ name: 'head_scale.0', axes: 'batched' });
    },
  );

  test.each<[string, readonly TinyNode[]]>([
    ['that read different tensors', [...head('a', 'x'), ...head('b', 'y'), join(['ca', 'cb'], -1)]],
    ['that are joined along the tokens', [...head('a', 'x'), ...head('b', 'x'), join(['ca', 'cb'], 1)]],
    ['that are joined with something else', [...head('a', 'x'), ...head('b', 'x'), join(['ca', 'cb', 'x'], 2)]],
  ])('%s are layers of their own', (_, nodes) => {
    expect(factsOf(nodes).sites).toHaveLength(2);
  });
});
