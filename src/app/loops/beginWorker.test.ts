import { expect, test } from 'vitest';
import { FakeWorker } from '../../inference/testing/fakeWorker.ts';
import { beginWorker } from './beginWorker.ts';

const PREPARE = { type: 'prepare', files: ['models/a/model.onnx'] } as const;

function begin(files: readonly string[] = PREPARE.files) {
  const spawned: FakeWorker[] = [];
  const next = beginWorker(() => {
    const worker = new FakeWorker();
    spawned.push(worker);
    return worker;
  }, files);
  return { spawned, next };
}

test('a worker is begun, and its files with it, before anybody asks for one, and handed over once', () => {
  const { spawned, next } = begin();
  expect(spawned.map(({ requests }) => requests)).toEqual([[PREPARE]]);
  expect(next()).toBe(spawned[0]);
  expect(spawned).toHaveLength(1);
  expect(next()).toBe(spawned[1]);
  expect(spawned.map(({ requests }) => requests)).toEqual([[PREPARE], []]);
});

test('a worker whose script did not come is not handed over', () => {
  const { spawned, next } = begin();
  spawned[0]!.crash('error');
  expect(next()).toBe(spawned[1]);
});

test('where no file is sure to be wanted, none is named', () => {
  expect(begin([]).spawned.map(({ requests }) => requests)).toEqual([[]]);
});
