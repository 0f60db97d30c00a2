import type { RunLengths } from './layerPlan.ts';
import type { ModelFeed } from '../runtime/modelSession.ts';
import type { PreparedModel } from './prepare.ts';
import { encodeIds, fillUp, idsOf, startOf } from './sequences.ts';
import { preparePicture } from '../vision/toPixels.ts';

/** What a model is run on first, and how many tokens that is. */
export type FirstRun = { readonly feed: ModelFeed; readonly lengths: RunLengths };

/** Holds a repeated word and punctuation; its length is no power of two, so that axes cannot hide a swap. */
const TEXT = 'The cat sat on the mat, and then the cat slept.';
const MAX_TOKENS = 16;
/** Unlike the source in length, so that the stacks of an encoder-decoder model can be told apart. */
const MAX_TARGET_TOKENS = 5;

/** What a block of a model is fed at every run. */
export const VECTORS: ModelFeed = { kind: 'vectors', vectors: { seed: 1 } };

/** A first input for any model; it needs no file but those of the model. Throws AppError 'file-missing'. */
export function firstRun(model: PreparedModel): FirstRun {
  if (model.takes === 'image') return { feed: firstPicture(model), lengths: { nSource: null, nTarget: null } };
  if (model.takes === 'nothing') return { feed: VECTORS, lengths: { nSource: null, nTarget: null, isOpen: true } };
  const tokens = firstTokens(model);
  const nSource = tokens.ids.length;
  if (model.takes !== 'text-to-text') {
    return { feed: { kind: 'tokens', tokens }, lengths: { nSource, nTarget: null } };
  }
  const target = [startOf(model), ...tokens.ids.slice(0, Math.min(MAX_TARGET_TOKENS, nSource - 1) - 1)];
  return { feed: { kind: 'source-target', source: tokens, target }, lengths: { nSource, nTarget: target.length } };
}

function firstTokens(model: PreparedModel) {
  const { tokenizer, config, sequence } = model;
  const limits = [config.maxPositions, sequence.nPositions, sequence.length].filter((limit) => limit !== null);
  const nTokens = Math.min(MAX_TOKENS, ...limits);
  const nIds = Math.min(config.nVocab ?? Infinity, sequence.nIds ?? Infinity);
  const encoding = tokenizer?.encode(TEXT, null, nTokens);
  if (encoding?.tokens.every(({ id }) => id < nIds)) return idsOf(fillUp(model, encoding));
  // Any ids do; small ones are in every vocabulary.
  const ids = Array.from({ length: Math.min(11, nTokens) }, (_, i) => (3 * i + 2) % Math.min(nIds, 32));
  return idsOf(fillUp(model, encodeIds(ids, nTokens)));
}

/** Slopes of all colours: no two patches are alike. */
function firstPicture({ preprocessor }: PreparedModel): ModelFeed {
  const side = 64;
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let i = 0; i < side * side; i++) {
    const [row, column] = [Math.floor(i / side), i % side];
    pixels.set([4 * column, 4 * row, (row * column) % 256, 255], 4 * i);
  }
  return { kind: 'pixels', pixels: preparePicture({ width: side, height: side, pixels }, preprocessor).pixels };
}
