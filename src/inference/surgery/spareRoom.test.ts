import { describe, expect, test } from 'vitest';
import { exposeAttention } from './expose.ts';
import { readGraph } from './readGraph.ts';
import { appendInPlace, withSpareRoom } from './spareRoom.ts';
import { bytesField } from './protobuf.ts';
import { loadZooModel, openSession, runCase } from './testing/zoo.ts';

const tail = [Uint8Array.of(1, 2), Uint8Array.of(3)];

/** The same bytes with spare room behind them. */
function roomy(model: Uint8Array): Uint8Array {
  const bytes = withSpareRoom(model.length);
  bytes.set(model);
  return bytes;
}

describe('appendInPlace', () => {
  test('puts the parts behind the bytes in the same memory, and leaves the bytes as they were', () => {
    const bytes = roomy(Uint8Array.of(9, 8));
    const joined = appendInPlace(bytes, tail)!;
    expect([...joined]).toEqual([9, 8, 1, 2, 3]);
    expect(joined.buffer).toBe(bytes.buffer);
    expect([...bytes]).toEqual([9, 8]);
  });

  test('gives the room once: the same bytes are not continued in two ways, but the joined ones are', () => {
    const bytes = roomy(Uint8Array.of(9));
    const joined = appendInPlace(bytes, tail)!;
    expect(appendInPlace(bytes, [Uint8Array.of(7)])).toBeNull();
    expect([...joined]).toEqual([9, 1, 2, 3]);
    expect([...appendInPlace(joined, [Uint8Array.of(7)])!]).toEqual([9, 1, 2, 3, 7]);
  });

  test('never writes into memory that was not made for it', () => {
    const shared = Uint8Array.of(9, 8, 7, 6, 5, 4);
    expect(appendInPlace(shared.subarray(0, 2), tail)).toBeNull();
    expect(appendInPlace(roomy(Uint8Array.of(9, 8)).subarray(0, 1), tail)).toBeNull();
    expect([...shared]).toEqual([9, 8, 7, 6, 5, 4]);
  });

  test('gives null, and writes nothing, where the parts do not fit', () => {
    const bytes = roomy(Uint8Array.of(9));
    expect(appendInPlace(bytes, [new Uint8Array(bytes.buffer.byteLength)])).toBeNull();
    expect(new Uint8Array(bytes.buffer, 1).every((byte) => byte === 0)).toBe(true);
    expect(appendInPlace(bytes, tail)).not.toBeNull();
  });
});

describe('exposing a model that was read with spare room', () => {
  test('makes no copy of it, and the same bytes as a copy would be', () => {
    const { model } = loadZooModel('bert-eager');
    const bytes = roomy(model);
    const exposed = exposeAttention(bytes, readGraph(bytes)).model;
    expect(exposed.buffer).toBe(bytes.buffer);
    expect([...exposed]).toEqual([...exposeAttention(model, readGraph(model)).model]);
    expect([...bytes]).toEqual([...model]);
  });

  test('a second time gives the same bytes in memory of their own', () => {
    const bytes = roomy(loadZooModel('bert-eager').model);
    const first = exposeAttention(bytes, readGraph(bytes)).model;
    const second = exposeAttention(bytes, readGraph(bytes)).model;
    expect(second.buffer).not.toBe(first.buffer);
    expect([...second]).toEqual([...first]);
  });

  test.each(['ms-attention', 'ms-gqa', 'ms-multiheadattention', 'onnx-attention-23', 'gpt2-merged-if'])(
    'makes no copy of %s either, of which nodes are written anew, and that gives what a copy gives',
    async (name) => {
      const { model, cases } = loadZooModel(name);
      const copied = exposeAttention(model, readGraph(model));
      const bytes = roomy(model);
      const facts = readGraph(bytes);
      const exposed = exposeAttention(bytes, facts);
      expect(exposed.model.buffer).toBe(bytes.buffer);
      expect(exposed.outputs).toEqual(copied.outputs);
      // All that was there but the first byte of each node that was written anew.
      const nChanged = bytes.reduce((n, byte, i) => n + Number(byte !== model[i]), 0);
      expect(nChanged).toBe(facts.patch.nodes.size);
      const [one, other] = [await openSession(exposed.model), await openSession(copied.model)];
      for (const { inputs } of cases) {
        const [results, expected] = [await runCase(one, inputs), await runCase(other, inputs)];
        expect([...results.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
        for (const [output, { dims, data }] of expected) {
          expect([results.get(output)!.dims, [...results.get(output)!.data]]).toEqual([dims, [...data]]);
        }
      }
      await one.release();
      await other.release();
    },
  );

  test('copies it where the nodes that are written anew do not fit', () => {
    const { model } = loadZooModel('gpt2-merged-if');
    const bytes = roomy(model);
    // Others have taken the room, and their bytes stay.
    const used = appendInPlace(bytes, [bytesField(6, new Uint8Array(bytes.buffer.byteLength - bytes.length - 100))])!;
    const exposed = exposeAttention(used, readGraph(used)).model;
    expect(exposed.buffer).not.toBe(bytes.buffer);
    expect([...bytes]).toEqual([...model]);
  });
});
