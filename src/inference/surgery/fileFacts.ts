import type { HiddenInFunctions } from './hidden.ts';
import type { FreshNames } from './names.ts';

/** What is the same for all graphs of a file. */
export type FileFacts = {
  readonly opset: number;
  readonly fresh: FreshNames;
  readonly hiddenInFunctions: HiddenInFunctions;
  readonly exposure: 'patterns' | 'masks' | 'inside';
};
