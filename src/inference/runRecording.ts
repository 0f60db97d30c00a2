import { AppError } from '../core/errors.ts';
import type { AttentionTensor } from '../core/tensor.ts';
import { stacksToLabel } from './labelRun.ts';
import type { LayerOutput } from './pack.ts';
import type { OpenedRecording } from './recording.ts';
import type { InputRun, RunRequest } from './runInput.ts';

/** The run that a recording holds. Throws AppError 'bad-input' for any input but none. */
export function runRecording(recording: OpenedRecording, { runId, input }: RunRequest): InputRun {
  if (input.kind !== 'nothing') throw new AppError('bad-input', `a recording takes nothing, not ${input.kind}`);
  // The run's own arrays are handed over before the labels are made, hence those of a second copy.
  const { attention } = recording.makeRun(runId);
  const run = recording.makeRun(runId);
  const shown = attention.flatMap(layersOf);
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
