import type { ModelCard } from '../../core/card.ts';
import type { ModelInfo } from '../../core/run.ts';
import type { AblationSupport } from '../../core/ablation/ablatedRun.ts';
import type { LoadAction } from '../state/actions.ts';

export const WASM = { name: 'wasm', threads: 1, adapter: null, isSoftware: false } as const;

/** A decoder of three layers with weights among twelve. */
export const HYBRID: ModelInfo = {
  id: 'hybrid',
  name: 'Hybrid',
  type: 'mixed',
  nLayers: 3,
  nHeads: 4,
  dModel: 12,
  isCausal: true,
  maxTokens: 32,
  precision: 'fp32',
  takesPair: false,
  takes: 'text',
  layerNumbers: { decoder: [3, 7, 11] },
};

export const CARD: ModelCard = {
  architecture: 'Hybrid',
  nLayers: 3,
  nHeads: 4,
  dModel: 12,
  dHead: 3,
  nParameters: 100,
  precision: 'fp32',
  opset: 17,
  files: [],
  sites: [],
  notShown: [],
};

/** Every head can be turned down in every mode. */
export const SUPPORT: AblationSupport = {
  limits: null,
  modes: ['zero', 'mean', 'flat', 'ideal', 'shared'],
  objective: 'next-token',
  meanOver: 'reference-sentences',
};

/** What the worker says once a model is there: on WASM, with every head to turn down and nothing to notice. */
export function loadedAs(model: ModelInfo, loadId = 0): Extract<LoadAction, { readonly type: 'loaded' }> {
  return { type: 'loaded', loadId, model, backend: WASM, card: CARD, notices: [], ablation: SUPPORT, firstPass: null };
}
