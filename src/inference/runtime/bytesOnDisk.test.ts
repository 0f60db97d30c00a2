import { expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { constantOf } from '../surgery/constants.ts';
import { decodeConstant, keepConstant } from '../surgery/decodeConstant.ts';
import { indexGraph } from '../surgery/graph.ts';
import { readModel } from '../surgery/model.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { externalTensor } from '../surgery/write.ts';
import { BytesOnDisk } from './bytesOnDisk.ts';

/** The type of bytes in a file. */
const UINT8 = 2;

/** A blob of which nothing but its size and its parts is asked, and what reads it. */
function fileOf(bytes: Uint8Array<ArrayBuffer>) {
  const parts = new WeakMap<Blob, Uint8Array<ArrayBuffer>>();
  const reads: number[] = [];
  class Watched extends Blob {
    override slice(start = 0, end = bytes.length): Blob {
      const part = new Blob();
      parts.set(part, bytes.slice(start, end));
      return part;
    }
  }
  const read = (part: Blob): ArrayBuffer => {
    const found = parts.get(part);
    if (!found) throw new Error('the whole file was read');
    reads.push(found.length);
    return found.buffer;
  };
  return { blob: new Watched([bytes]), read, reads };
}

test('has the length of the file, holds nothing of it and reads what is asked for', () => {
  const { blob, read, reads } = fileOf(Uint8Array.from([10, 11, 12, 13, 14, 15, 16]));
  const data = new BytesOnDisk('weights.bin', blob, read);
  expect(data.length).toBe(7);
  expect(data.byteLength).toBe(7);
  expect(data.buffer.byteLength).toBe(0);
  expect(reads).toEqual([]);
  expect([...data.subarray(2, 5)]).toEqual([12, 13, 14]);
  expect([...data.subarray(6)]).toEqual([16]);
  expect(reads).toEqual([3, 1]);
});

test('a part is put into other memory as one of plain bytes is', () => {
  const { blob, read } = fileOf(Uint8Array.from([1, 2, 3, 4]));
  const heap = new Uint8Array(6);
  heap.set(new BytesOnDisk('weights.bin', blob, read).subarray(1, 3), 2);
  expect([...heap]).toEqual([0, 0, 2, 3, 0, 0]);
});

test('weights that are kept of it are what was read, and columns of them are read a few rows at a time', () => {
  const file = Uint8Array.from({ length: 40 }, (_, at) => at);
  const { blob, read, reads } = fileOf(file);
  const data = new BytesOnDisk('weights.bin', blob, read);
  let newest: ArrayBuffer | null = null;
  const watched = new BytesOnDisk('weights.bin', blob, (part) => (newest = read(part)));
  const tensor = externalTensor('w', [4, 8], UINT8, { location: 'weights.bin', offset: 8, length: 32 });
  const index = indexGraph(readModel(tinyModel({ nodes: [], inputs: {}, outputs: [], tensors: [tensor] })).graph);
  const weightsOf = (of: Uint8Array) => constantOf(index, 'w', [{ path: 'weights.bin', data: of }])!;
  const kept = keepConstant(weightsOf(watched));
  expect(kept.made === 'stored' && kept.bytes().buffer).toBe(newest);
  // Of a file in memory they are a copy: it can be let go.
  const ofMemory = keepConstant(weightsOf(file));
  expect(ofMemory.made === 'stored' && ofMemory.bytes().buffer).not.toBe(file.buffer);
  reads.length = 0;
  const columns = keepConstant({ made: 'cut', dims: [4, 2], axis: 1, start: 3, of: weightsOf(data) });
  expect([...decodeConstant(columns)!.data]).toEqual([11, 12, 19, 20, 27, 28, 35, 36]);
  expect(reads).toEqual([26]);
});

test('remembers why the last part could not be read', () => {
  const { blob, read } = fileOf(Uint8Array.from([1, 2, 3, 4]));
  let isLocked = true;
  const data = new BytesOnDisk('weights.bin', blob, (part) => {
    if (isLocked) throw new DOMException('it was changed', 'NotReadableError');
    return read(part);
  });
  expect(() => data.subarray(0, 2)).toThrow(new AppError('bad-input', 'weights.bin: it was changed'));
  expect(data.trouble?.detail).toBe('weights.bin: it was changed');
  isLocked = false;
  data.subarray(0, 2);
  expect(data.trouble).toBeNull();
});

test('says that the memory is used up where there is no room for a part', () => {
  const { blob } = fileOf(Uint8Array.from([1]));
  const data = new BytesOnDisk('weights.bin', blob, () => {
    throw new RangeError('Array buffer allocation failed');
  });
  expect(() => data.subarray(0, 1)).toThrow(expect.objectContaining({ code: 'out-of-memory' }));
});
