import type { AlikeKeys } from '../../core/alike/comparison.ts';

/** What the colours of distances are of. */
export function distanceTitle(keys: AlikeKeys): string {
  return keys === 'all' ? 'distance' : 'distance on content keys';
}

/** What a plane says where all distances are 0: there is no variance that it could show a part of. */
export const ONE_POINT = 'All heads lie in one point: no two differ.';
