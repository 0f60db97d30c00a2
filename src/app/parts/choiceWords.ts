import type { BackendInfo } from '../../core/run.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';
import type { ColorKey, SortKey } from '../state/view.ts';

/** What really runs: "WebGPU, software adapter, fp32" or "WASM, 2 threads, fp32". */
export function backendWords(backend: BackendInfo, precision: string): string {
  if (backend.name === 'recorded') return 'recorded';
  if (backend.name === 'webgpu') return `WebGPU${backend.isSoftware ? ' (software)' : ''} · ${precision}`;
  return `WASM · ${backend.threads} ${backend.threads === 1 ? 'thread' : 'threads'} · ${precision}`;
}

export const COLOR_WORDS: Readonly<Record<ColorKey, string>> = {
  weight: 'weight',
  asked: 'asked word',
  label: 'label',
  importance: 'importance',
  note: 'note',
  entropy: 'entropy',
  distance: 'distance to the pinned head',
  sent: 'weight × length',
};

/** What labels are of where they are not of the weights. */
export const SENT_BASIS = 'on weight × length';

export const SORT_WORDS: Readonly<Record<SortKey, string>> = {
  layer: 'layer',
  label: 'label',
  score: 'score of the label',
  entropy: 'entropy',
  distance: 'mean distance',
  sink: 'attention on sinks',
};

export const SCALE_WORDS: Readonly<Record<ScaleMode, { readonly name: string; readonly legend: string }>> = {
  absolute: { name: '0 to 1', legend: 'weight, absolute' },
  head: { name: 'per head', legend: 'weight, 0 to each head’s largest' },
  log: { name: 'log', legend: 'weight, powers of ten' },
};
