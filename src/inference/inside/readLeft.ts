import { AppError } from '../../core/errors.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { Constant } from '../surgery/constants.ts';
import { filledWeights } from '../surgery/inside/leftWeights.ts';
import type { FilePlace, LeftWeights } from '../surgery/inside/leftWeights.ts';
import { readPlace } from './readPlace.ts';

/** Weights of a layer as the graph tells them: kept beside the model, left in its files, or too large to be read at once. */
type Told = Constant | LeftWeights | 'too-large';

/** How often what waits for a file, or reads it stretch by stretch, lets other work go first, in milliseconds. */
const WAIT_MS = 50;

function isLeft(weights: Exclude<Told, 'too-large'>): weights is LeftWeights {
  return 'places' in weights;
}

/**
 * Weights of a layer, those that are left in the files of its graph (`graph` of the model) read from there, a stretch at a time and with turns while that
 * takes its time; or why they are not to be had. Rejects where `turn` does, and then reads no more.
 */
export async function readWeights(
  { prepared, readPart }: Pick<RunnableModel, 'prepared' | 'readPart'>,
  graph: number,
  weights: Told,
  turn: Turn,
): Promise<Constant | string> {
  if (weights === 'too-large') return 'they are too large to be read';
  if (!isLeft(weights)) return weights;
  if (readPart === undefined) return `${TOO_LARGE} there are no files to read them from`;
  const graphPath = prepared.taken[graph] ?? '';
  const reading = new AbortController();
  const { isKeptOnly } = weights;
  const read = (place: FilePlace) => readPart({ graphPath, place, ...(isKeptOnly && { isKeptOnly }) }, reading.signal);
  try {
    const parts: Uint8Array[] = [];
    let last = performance.now();
    const inTurns = async (stretch: FilePlace): Promise<Uint8Array> => {
      const bytes = await meanwhile(read(stretch), turn);
      // Many that come quickly take as long as a slow one.
      if (performance.now() - last > WAIT_MS) {
        await turn();
        last = performance.now();
      }
      return bytes;
    };
    for (const place of weights.places) parts.push(await readPlace(place, inTurns));
    return filledWeights(weights, parts);
  } catch (error) {
    if (error instanceof AppError) return `${TOO_LARGE} could not be read again (${error.detail})`;
    throw error;
  } finally {
    reading.abort();
  }
}

const TOO_LARGE = 'they are too large to be kept beside the model, and';

/** What comes of `work`, with turns until it does. */
async function meanwhile(work: Promise<Uint8Array>, turn: Turn): Promise<Uint8Array> {
  for (;;) {
    const first = await Promise.race([work, new Promise<null>((resolve) => setTimeout(resolve, WAIT_MS, null))]);
    if (first !== null) return first;
    await turn();
  }
}

type Newest = { readonly of: LeftWeights; readonly read: Constant };

/** Of each model the weights of what a layer writes by that were read last: they are asked for with every text. */
const newest = new WeakMap<RunnableModel['prepared'], Newest>();

/** The same for what is asked for again and again: what was read last stays in memory, and that alone. */
export async function readNewest(
  model: Pick<RunnableModel, 'prepared' | 'readPart'>,
  graph: number,
  weights: Told,
  turn: Turn,
): Promise<Constant | string> {
  if (weights === 'too-large' || !isLeft(weights)) return readWeights(model, graph, weights, turn);
  const before = newest.get(model.prepared);
  if (before?.of === weights) return before.read;
  newest.delete(model.prepared);
  const read = await readWeights(model, graph, weights, turn);
  if (typeof read !== 'string') newest.set(model.prepared, { of: weights, read });
  return read;
}
