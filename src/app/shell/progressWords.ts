import type { LoadStage } from '../../inference/protocol.ts';

/** What the page waits for while no model is being fetched. */
export const WAIT_WORDS: Readonly<Record<'folder' | 'run' | 'label' | 'ablate' | 'cost' | 'inside', string>> = {
  folder: 'Looking through the folder …',
  run: 'Running the model …',
  label: 'Labelling the heads …',
  ablate: 'Running the model with heads switched off …',
  cost: 'Measuring what one head costs …',
  inside: 'Working out the inside of a layer …',
};

export const STAGE_WORDS: Readonly<Record<LoadStage, string>> = {
  files: 'Fetching the model',
  runtime: 'Starting the runtime',
  graph: 'Reading the graph',
  session: 'Preparing the model',
  'self-test': 'Comparing WebGPU with WASM',
};

/** "1.2 MB of 2.9 MB" */
export function bytesOf(loaded: number, total: number): string {
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  return total > 0 ? `${megabytes(loaded)} of ${megabytes(total)}` : megabytes(loaded);
}
