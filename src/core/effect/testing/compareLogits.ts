import { finish } from '../../slices.ts';
import { compareLogitsInSlices } from '../compareLogits.ts';

/** All slices of a comparison at once. */
export function compareLogits(...of: Parameters<typeof compareLogitsInSlices>) {
  return finish(compareLogitsInSlices(...of));
}
