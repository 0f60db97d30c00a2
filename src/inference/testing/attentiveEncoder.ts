import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { rawTensor } from '../surgery/write.ts';

export const N_CHANNELS = 14;
const N_IDS = 33;

/** A row of numbers for each id, to each of which one head adds those that it looks at. */
export function attentiveEncoder(states: readonly number[]): Uint8Array {
  const table = new Float32Array(N_IDS * N_CHANNELS);
  table.set(states);
  return tinyModel({
    inputs: { input_ids: ['batch', 'sequence'] },
    outputs: ['last_hidden_state'],
    tensors: [rawTensor('table', [N_IDS, N_CHANNELS], 1, new Uint8Array(table.buffer))],
    nodes: [
      { op: 'Cast', in: ['input_ids'], out: ['ids'], attributes: { to: 7 } },
      { op: 'Gather', in: ['table', 'ids'], out: ['x'] },
      { op: 'Transpose', in: ['x'], out: ['xT'], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: ['x', 'xT'], out: ['scores'] },
      { op: 'Softmax', in: ['scores'], out: ['weights'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['weights', 'x'], out: ['context'] },
      { op: 'Add', in: ['x', 'context'], out: ['last_hidden_state'] },
    ],
  });
}
