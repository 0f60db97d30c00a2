import type { ModelRun } from '../../run.ts';
import type { Token } from '../../tokens.ts';
import type { InsideExport } from '../insideTensors.ts';
import type { InsideLayer } from '../layer.ts';
import { headInside, pairInside, rowInside } from '../road.ts';
import { sharpenRow } from '../sharpenedRow.ts';
import { MADE, madeLayer } from './layers.ts';

const { layer, patterns } = madeLayer(3);
export const [HEAD, QUERY, KEY, TAU] = [2, 1, 3, 2];

const token = (position: number): Token => ({
  position,
  id: position + 40,
  text: `w${position}`,
  piece: `w${position}`,
  start: 0,
  end: 0,
  special: false,
  segment: 0,
});

export const RUN: ModelRun = {
  runId: 1,
  model: {
    id: 'made',
    name: 'Made',
    type: 'made',
    nLayers: 2,
    nHeads: 4,
    dModel: 8,
    isCausal: false,
    maxTokens: 9,
    precision: 'fp32',
    takesPair: false,
    takes: 'text',
  },
  backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
  text: 'made up',
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

export function exported(change: Partial<InsideLayer> = {}): InsideExport {
  const head = headInside({ ...layer, ...change }, HEAD);
  const start = (HEAD * MADE.nQueries + QUERY) * MADE.nKeys;
  const weights = patterns.subarray(start, start + MADE.nKeys);
  const basis = { query: QUERY, weights, isCausal: false };
  const row = rowInside(head, basis);
  return {
    run: RUN,
    layerNumber: 5,
    queryTokens: [0, 1, 2].map(token),
    keyTokens: [0, 1, 2, 3, 4].map(token),
    off: null,
    head,
    row,
    key: KEY,
    pair: pairInside(head, row, KEY),
    scaleOff: sharpenRow(head, row, { scaleOff: true }),
    temperature: { tau: TAU, row: sharpenRow(head, row, { tau: TAU }) },
    weights: [],
    answers: [],
  };
}
