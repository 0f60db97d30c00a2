import { createModelClient } from '../door/client.ts';
import type { ModelSource, RunInput } from '../protocol.ts';
import { FakeWorker } from './fakeWorker.ts';

export const SOURCE: ModelSource = {
  from: 'here',
  id: 'm',
  name: 'M',
  base: '/m/',
  graphs: [{ role: 'whole', path: 'onnx/model.onnx' }],
  precision: 'fp32',
};
export const A: RunInput = { kind: 'text', text: 'a', pair: null };
export const B: RunInput = { kind: 'text', text: 'b', pair: 'c' };

const IDS = ['loadId', 'runId', 'ablateId', 'studyId'] as const;

/** A client over workers that do what the test says, and what it has told, each in one line. */
export function setUp() {
  const workers: FakeWorker[] = [];
  const seen: string[] = [];
  const client = createModelClient(
    () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    (reply) => {
      const [id = ''] = IDS.flatMap((name) =>
        Object.entries(reply).flatMap(([key, value]) => (key === name ? [value] : [])),
      );
      const error = 'error' in reply ? ` ${reply.error.code}: ${reply.error.detail}` : '';
      seen.push(`${reply.type} ${id}${error}`);
    },
  );
  return { client, workers, seen };
}
