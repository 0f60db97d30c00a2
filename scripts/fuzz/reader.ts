import type { Kind } from './mutate.ts';

/** One way of the program to read what is foreign. */
export type Reader = {
  readonly name: string;
  /** Files that it reads, from which damaged ones are made; small ones, since each is read hundreds of times. */
  readonly good: () => readonly GoodFile[];
  /** Reads all that can be wrong with the file. Declared errors may be thrown: AppError. What else must hold is asserted. */
  readonly read: (bytes: Uint8Array) => unknown;
};

export type GoodFile = { readonly name: string; readonly kind: Kind; readonly bytes: Uint8Array };
