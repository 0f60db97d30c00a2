import { AppError } from '../../core/errors.ts';
import type { Work } from '../../core/slices.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { stacksToLabel } from '../run/labelRun.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { OpenedRecording } from './recording.ts';
import type { InputRun, RunRequest } from '../run/runnable.ts';

/** The run that a recording holds, made in slices. Throws AppError 'bad-input' for any input but none. */
export async function runRecording(
  recording: OpenedRecording,
  { runId, input }: RunRequest,
  work: Work,
): Promise<InputRun> {
  if (input.kind !== 'nothing') throw new AppError('bad-input', `a recording takes nothing, not ${input.kind}`);
  const run = await recording.makeRun(runId, work);
  // The run's own arrays are handed over before the labels are made, hence those that stay.
  const shown = recording.attention.flatMap(layersOf);
  return { run, shown, stacks: stacksToLabel(run, shown), extras: recording.extras };
}

/** Shape: [layer, head, query, key] -> layers of [head, query, key]. */
function layersOf({ kind, nLayers, nHeads, nQueries, nKeys, data }: AttentionTensor): readonly LayerOutput[] {
  const size = nHeads * nQueries * nKeys;
  return Array.from({ length: nLayers }, (_, layer) => ({
    layer,
    kind,
    dims: [nHeads, nQueries, nKeys],
    data: data.subarray(layer * size, (layer + 1) * size),
  }));
}
