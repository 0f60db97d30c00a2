import type { InputOf } from '../../core/modelInputs.ts';

/** A sound as it is given to models, and the file that it came from, which is read again for a model of another rate. */
export type ShownSound = InputOf<'sound'> & { readonly file: File };
