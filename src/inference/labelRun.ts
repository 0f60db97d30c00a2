import { createLabelContext } from '../core/labels/context.ts';
import { labelHead } from '../core/labels/labelHead.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { Token } from '../core/tokens.ts';
import { shapeOf } from './pack.ts';
import type { LayerOutput } from './pack.ts';

/** How long labelling may keep the worker deaf, in milliseconds. */
const TURN_MS = 30;

/**
 * Labels the heads of the given layers, by layer, then head; null if a newer request came meanwhile.
 * Reads the arrays as the runtime gave them, because the packed ones are on their way to the screen.
 * Shape: layers of [head, query, key], with one query and one key for each token.
 */
export async function labelRun(
  layers: readonly LayerOutput[],
  tokens: readonly Token[],
  isCausal: boolean,
  signal: AbortSignal,
): Promise<readonly HeadReport[] | null> {
  const context = createLabelContext(tokens, isCausal);
  const reports: HeadReport[] = [];
  let turnStart = -Infinity;
  for (const output of layers) {
    const { nHeads, nQueries, nKeys } = shapeOf(output);
    for (let head = 0; head < nHeads; head++) {
      if (performance.now() - turnStart > TURN_MS) {
        // Messages are heard only between tasks.
        await new Promise((resolve) => setTimeout(resolve));
        if (signal.aborted) return null;
        turnStart = performance.now();
      }
      const pattern = output.data.subarray(head * nQueries * nKeys, (head + 1) * nQueries * nKeys);
      reports.push({ layer: output.layer, head, ...labelHead(pattern, context) });
    }
  }
  return reports;
}
