import * as ort from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { floats, seeded } from './testing/attentionModel.ts';
import { tinyModel } from './testing/tinyModel.ts';
import { openSession } from './testing/zoo.ts';
import { intTensor } from './write.ts';

const NUMBERS = seeded(3, 24);

/** A layer whose output is brought to a shape that is computed of its own, and from there to one that is stored, as windows are put together. */
const MODEL = tinyModel({
  inputs: { x: [1, 4, 6] },
  outputs: ['y'],
  tensors: [
    floats('w', [6, 6], seeded(4, 36)),
    intTensor('second', [1]),
    intTensor('all', [-1]),
    intTensor('six', [6]),
    intTensor('stored', [2, 2, 6]),
  ],
  nodes: [
    { op: 'MatMul', in: ['x', 'w'], out: ['q'] },
    { op: 'Transpose', in: ['x'], out: ['k'], attributes: { perm: [0, 2, 1] } },
    { op: 'MatMul', in: ['q', 'k'], out: ['scores'] },
    { op: 'Softmax', in: ['scores'], out: ['p'], attributes: { axis: -1 } },
    { op: 'MatMul', in: ['p', 'x'], out: ['z'] },
    { op: 'Shape', in: ['z'], out: ['shape'] },
    { op: 'Gather', in: ['shape', 'second'], out: ['length'] },
    { op: 'Concat', in: ['all', 'length', 'six'], out: ['computed'], attributes: { axis: 0 } },
    { op: 'Reshape', in: ['z', 'computed'], out: ['one'] },
    { op: 'Reshape', in: ['one', 'stored'], out: ['two'] },
    { op: 'Relu', in: ['two'], out: ['y'] },
  ],
});

test.each(['patterns', 'masks', 'inside'] as const)(
  'what is reshaped twice, first by a computed shape, opens for %s and comes to the same',
  async (exposure) => {
    const facts = readGraph(MODEL.slice(), exposure);
    const session = await openSession(exposeAttention(MODEL.slice(), facts).model);
    const ones = (name: string, value: number) => [name, new ort.Tensor('float32', [value], [1, 1, 1])] as const;
    const masks = facts.sites.flatMap(({ mask }) =>
      [mask?.scale, mask?.pattern, mask?.context].flatMap((input, at) =>
        input ? [ones(input.name, at === 0 ? 1 : 0)] : [],
      ),
    );
    const x = new ort.Tensor('float32', NUMBERS, [1, 4, 6]);
    const { y } = await session.run({ x, ...Object.fromEntries(masks) });
    await session.release();
    const plain = await openSession(MODEL.slice());
    const { y: expected } = await plain.run({ x });
    await plain.release();
    expect([y!.dims, y!.data]).toEqual([[2, 2, 6], expected!.data]);
    expect(masks).toHaveLength(exposure === 'patterns' ? 0 : 3);
  },
);
