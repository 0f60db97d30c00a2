import type { InputOf } from '../../core/modelInputs.ts';

/** A sound as it is given to models, and the file that it came from, which is read again for a model of another rate. */
export type ShownSound = InputOf<'sound'> & { readonly file: File };

/** What is said in each of the sounds that lie at this address; or that they are on their way, or did not come. */
export type SampleSounds = { readonly url: string; readonly names: readonly string[] | 'coming' | 'failed' };
