import type { Subject } from '../ablate/subject.ts';
import type { HeadMeans } from '../means/headMeans.ts';

/** What a study needs besides its model. */
export type StudyTools = {
  readonly signal: AbortSignal;
  /** Ends a step: the person goes first. Rejects once the study is over. */
  readonly turn: () => Promise<void>;
  readonly meansFor: (subject: Subject) => Promise<HeadMeans>;
  /** The most variants that may go through the model together, to time a study without batches; by default as many as fit. */
  readonly maxBatch?: number | undefined;
};
