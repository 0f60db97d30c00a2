import type { RunnableModel } from '../run/runnable.ts';
import type { FilePart } from '../sources/readPart.ts';
import type { Constant } from '../surgery/constants.ts';
import { filledWeights } from '../surgery/inside/leftWeights.ts';
import type { FilePlace, LeftWeights } from '../surgery/inside/leftWeights.ts';
import { readPlace } from './readPlace.ts';

/** Reads a stretch of a file of a model. Throws AppError; rejects with the signal's reason. */
export type PartReader = (
  model: Pick<RunnableModel, 'prepared' | 'backend'>,
  part: FilePart,
  signal: AbortSignal,
) => Promise<Uint8Array>;

/** How weights that were left in the files are had, of the graph at `graphPath`. */
type LeftReader = (weights: LeftWeights) => Promise<Constant>;

export function isLeft(weights: Constant | LeftWeights): weights is LeftWeights {
  return 'places' in weights;
}

/** Reads weights of a layer from the files of its graph. */
export function leftReader(model: RunnableModel, graph: number, read: PartReader, signal: AbortSignal): LeftReader {
  const graphPath = model.prepared.taken[graph] ?? '';
  const readAt = (place: FilePlace) => read(model, { graphPath, place }, signal);
  return async (weights) => {
    const parts: Uint8Array[] = [];
    for (const place of weights.places) parts.push(await readPlace(place, readAt));
    return filledWeights(weights, parts);
  };
}
