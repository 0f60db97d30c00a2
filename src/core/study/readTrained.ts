import { isRecord } from '../isRecord.ts';
import { readTrainedHeads } from './trainedHeads.ts';
import type { TrainedHeads } from './trainedHeads.ts';
import { readTrainedMoments } from './trainedMoments.ts';
import type { TrainedMoments } from './trainedMoments.ts';

/** What lies beside a model of how models like it were trained: with other numbers of heads, or fewer steps. */
export type Trained = TrainedHeads | TrainedMoments;

/** Reads either, by what it holds. Throws TypeError for another form. */
export function readTrained(json: unknown): Trained {
  return isRecord(json) && 'rows' in json ? readTrainedMoments(json) : readTrainedHeads(json);
}
