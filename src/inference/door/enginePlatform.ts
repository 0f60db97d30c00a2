import type { MeansPlatform } from '../means/meansStore.ts';
import type { Platform } from '../run/start.ts';
import type { createEarlyFetch } from '../sources/earlyFetch.ts';
import type { SourcePlatform } from '../sources/store.ts';

/** What the engine takes from the world around it. */
export type EnginePlatform = Platform &
  SourcePlatform &
  MeansPlatform & {
    /** Above this many bytes the runtime's copy of a model is the only one that is kept. */
    readonly maxKeptBytes?: number;
    /** Files that come before a load asks for them; without it they come when it does. */
    readonly early?: Pick<ReturnType<typeof createEarlyFetch>, 'begin' | 'keepOnly'>;
    /** As `StudyTools` has it. */
    readonly maxBatch?: number;
  };

/** Unless the platform says otherwise, in bytes. */
export const MAX_KEPT_BYTES = 300e6;
