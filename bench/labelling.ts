import { makeTensor } from '../gallery/patterns.ts';
import { makeTokens } from '../gallery/tokens.ts';
import { createLabelContext } from '../src/core/labels/runContext.ts';
import { labelHeads } from '../src/core/labels/labelHead.ts';
import { median, ms, table } from './stats.ts';

/** Labels of all heads of synthetic models, in this process: [layers, heads, tokens]. */
export function timeLabels(shapes: readonly (readonly [number, number, number])[], repeats: number): string {
  const rows = shapes.map(([nLayers, nHeads, nTokens]) => {
    const tensor = makeTensor(nLayers, nHeads, nTokens, true);
    const tokens = makeTokens(nTokens);
    const times: number[] = [];
    for (let repeat = -2; repeat < repeats; repeat++) {
      const start = performance.now();
      labelHeads(tensor, createLabelContext(tokens, true));
      if (repeat >= 0) times.push(performance.now() - start);
    }
    const all = median(times);
    return [`${nLayers * nHeads}`, String(nTokens), ms(all), ms(all / (nLayers * nHeads))];
  });
  return table(['heads', 'tokens', 'all', 'one head'], rows);
}
