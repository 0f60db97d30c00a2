import type { Constant } from '../constants.ts';
import { isFloat } from '../elementTypes.ts';
import { placeOf } from './leftWeights.ts';
import type { GraphBytes, LeftWeights } from './leftWeights.ts';

/** A table that is larger than what is kept beside the model: it is read from its file stretch by stretch when somebody asks. */
export type LeftTable = {
  /** [d, tokens], or [tokens, d] where it lies turned round. */
  readonly layout: 'dim-token' | 'token-dim';
  readonly d: number;
  readonly nTokens: number;
  readonly nBytes: number;
  /** In the order of the file, each some whole rows. */
  readonly stretches: readonly LeftWeights[];
};

/** Bytes of a stretch: what is in memory at a time, as stored. */
const STRETCH = 2 ** 24;

/** Where a table lies, `weights` [d, tokens]; null for one that is not of plain floats, or lies in no file. */
export function leftTable(weights: Constant, files: GraphBytes, stretch = STRETCH): LeftTable | null {
  const isTurned = weights.made === 'moved' && weights.perm.join() === '1,0';
  const lying = isTurned ? weights.of : weights;
  if (lying.made !== 'stored' || lying.areVarints || !isFloat(lying.elementType)) return null;
  const place = placeOf(lying, files);
  const [nRows = 0, width = 0] = lying.dims;
  const rowBytes = lying.nBytes / nRows;
  if (place === null || !Number.isInteger(rowBytes)) return null;
  const atOnce = Math.max(1, Math.floor(stretch / rowBytes));
  const stretches = Array.from({ length: Math.ceil(nRows / atOnce) }, (_, at): LeftWeights => {
    const from = at * atOnce;
    const nHere = Math.min(atOnce, nRows - from);
    const own = { offset: place.offset + from * rowBytes, nBytes: nHere * rowBytes };
    return {
      form: { ...lying, dims: [nHere, width], nBytes: own.nBytes, bytes: () => new Uint8Array(0) },
      places: [{ ...place, ...own, rows: null }],
      isKeptOnly: true,
    };
  });
  const [d = 0, nTokens = 0] = weights.dims;
  return { layout: isTurned ? 'token-dim' : 'dim-token', d, nTokens, nBytes: lying.nBytes, stretches };
}
