import { messageOf } from '../errors.ts';
import { openModel } from '../runtime/modelSession.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ExposedModel } from '../runtime/modelSession.ts';
import { largestDifference } from './largestDifference.ts';
import type { LayerOutput } from './pack.ts';
import { sizeOf } from './prepare.ts';
import type { Notice } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';

/** Two correct backends differ by rounding, about 1e-6 here; a wrong kernel differs by far more than this. */
const TOLERANCE = 1e-3;

/** A second copy of a larger model could fill the memory that the first one needs. */
const MAX_BYTES = 2 ** 28;

/**
 * Runs the same input once on WASM, in the same runtime, and compares all attentions with what WebGPU gave.
 * Never throws: a check that could not be made is a notice too.
 */
export async function selfTest(
  ort: OrtRuntime,
  model: ExposedModel,
  feed: FeedValues,
  layers: readonly LayerOutput[],
): Promise<Notice> {
  const size = sizeOf(model);
  if (size > MAX_BYTES) {
    return {
      code: 'self-test-failed',
      detail: `a second copy of ${size} bytes would take too much memory`,
    };
  }
  try {
    const reference = await openModel(ort, model, 'wasm', null);
    const pass = await reference.run(feed).finally(() => reference.release());
    const maxDifference = largestDifference(layers, pass.layers);
    return { code: maxDifference <= TOLERANCE ? 'self-test-passed' : 'self-test-differs', maxDifference };
  } catch (error) {
    return { code: 'self-test-failed', detail: messageOf(error) };
  }
}
