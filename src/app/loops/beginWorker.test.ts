import { expect, test } from 'vitest';
import { beginWorker } from './beginWorker.ts';

/** A worker that notes what it is asked, and breaks down when it is told to. */
class NotingWorker {
  readonly requests: unknown[] = [];
  private onError = (): void => {};
  addEventListener(type: string, listener: () => void): void {
    if (type === 'error') this.onError = listener;
  }
  postMessage(request: unknown): void {
    this.requests.push(request);
  }
  crash(): void {
    this.onError();
  }
}

const PREPARE = { type: 'prepare', files: ['models/a/model.onnx'] } as const;

function begin(files: readonly string[] = PREPARE.files) {
  const spawned: NotingWorker[] = [];
  const next = beginWorker(() => {
    const worker = new NotingWorker();
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
  spawned[0]!.crash();
  expect(next()).toBe(spawned[1]);
});

test('where no file is sure to be wanted, none is named', () => {
  expect(begin([]).spawned.map(({ requests }) => requests)).toEqual([[]]);
});
