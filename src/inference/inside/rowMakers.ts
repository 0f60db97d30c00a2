import type { InsideLayer } from '../../core/inside/layer.ts';
import type { Sharpening } from '../../core/inside/questions.ts';
import type { SharpenRefusal } from '../../core/inside/sharpen.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { Turn } from '../door/queue.ts';
import type { RunAt } from './changedRun.ts';
import { powerAt } from './powerAt.ts';
import { readGiven } from './readLayer.ts';
import { Refused } from './refuse.ts';
import { rowsByPower, rowsByScores } from './sharpenedSite.ts';
import type { sharpenedSite } from './sharpenedSite.ts';

type RowMaker = Parameters<typeof sharpenedSite>[2];

/** A layer by its place in a pass and in its stack. */
type LayerAt = { readonly kind: AttentionKind; readonly layer: number; readonly site: number };

const WHY: Readonly<Record<SharpenRefusal, readonly ['not-found' | 'no-scale' | 'head-off', string]>> = {
  'head-off': ['head-off', ''],
  'half-precision': ['not-found', 'in float16 weights below 6e-8 are 0, so they do not tell a temperature above 1'],
  'too-warm': ['not-found', 'weights do not tell a temperature above 4'],
  'no-scale': ['no-scale', ''],
  'bias-or-cap': ['not-found', 'a bias or a cap lies between product and score, and neither can be read'],
  padding: ['not-found', 'padding in its windows takes a part of each row by scores that are not known'],
  sink: ['not-found', 'a part of each row goes to a sink whose score is not known'],
};

/**
 * How the rows of a layer are made when its softmax is changed: by a power of its weights where these tell, else from its queries and keys.
 * Shape: allowed [query, key]. Throws Refused where neither can be.
 */
export async function rowMakerFor(
  { model, kept }: RunAt,
  { kind, layer, site }: LayerAt,
  how: Sharpening,
  allowed: Uint8Array,
  turn: Turn,
): Promise<RowMaker> {
  const read = async (): Promise<InsideLayer> => readGiven(model, kept, kind, layer, turn);
  const before = 'scaleOff' in how ? await read() : null;
  const found = powerAt(model, site, how, before);
  if ('power' in found) return rowsByPower(found.power, kept.done.pass.layers[site]?.hasSink === true);
  const isToBeHad = found.refused !== 'no-scale' && found.refused !== 'too-warm';
  const rows = isToBeHad ? rowsByScores(before ?? (await read()), how, allowed) : null;
  if (rows !== null) return rows;
  throw refusedSharpening(found.refused);
}

/** Why no other softmax can be told. */
export function refusedSharpening(refusal: SharpenRefusal): Refused {
  const [why, detail] = WHY[refusal];
  return new Refused(why, detail);
}
