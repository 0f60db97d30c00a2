import type { ModelInfo, ModelRun } from '../../core/run.ts';

export const TINY: ModelInfo = {
  id: 'tiny',
  name: 'Tiny',
  type: 'gpt2',
  nLayers: 2,
  nHeads: 3,
  dModel: 12,
  isCausal: true,
  maxTokens: 32,
  precision: 'fp32',
  takesPair: false,
  takes: 'text',
};

/** A run without tokens or patterns, for tests that only tell runs apart. */
export function makeRun(runId: number, model = TINY): ModelRun {
  return {
    runId,
    model,
    backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
    text: `text ${runId}`,
    pair: null,
    tokens: [],
    targetTokens: null,
    image: null,
    cut: null,
    attention: [],
    logits: null,
    rowSumError: 0,
    forwardMs: 1,
  };
}
