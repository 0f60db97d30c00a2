import type { ArrayAbout, ClosedArray, NumberArray } from '../files/arrays.ts';
import { countElements, makeWeights, refuse } from '../files/arrays.ts';
import { checkLimits } from './limits.ts';

/** The layers of a text that generate() wrote, each as one map, and how many steps they were put together of. */
type Generated = { readonly layers: readonly ClosedArray[]; readonly nSteps: number };

/**
 * Attention as generate() returns it, put together: a square block for the prompt, then for each step one row, over one key
 * more. Null for arrays that are no such steps. What the steps of a layer did not look at is what was not there yet: 0.
 * Shapes: [batch or layer, head, query, key] or [head, query, key] a step -> [layer, head, token, token] or one [head, token, token] a layer.
 */
export function putTogether(arrays: readonly ClosedArray[]): Generated | null {
  if (arrays.length < 2 || arrays.some(({ shape }) => shape.length < 3 || shape.length > 5)) return null;
  const lengths = [...new Set(arrays.map(({ shape }) => shape.at(-1) ?? 0))].toSorted((a, b) => a - b);
  const steps = lengths.map((nKeys) => arrays.filter(({ shape }) => shape.at(-1) === nKeys));
  const [prompt = [], ...rest] = steps;
  const nPrompt = prompt[0]?.shape.at(-1) ?? 0;
  const isBlock = prompt.every(({ shape }) => shape.at(-2) === nPrompt);
  const areRows = rest.every(
    (group, step) =>
      group.length === prompt.length &&
      group.every(({ shape }) => shape.at(-2) === 1 && shape.at(-1) === nPrompt + step + 1),
  );
  if (rest.length === 0 || !isBlock || !areRows) return null;
  const layers = prompt.map((_, layer) => together(steps.map((group) => group[layer]!)));
  return { layers, nSteps: steps.length };
}

/** The steps of one array: all of the same axes but for queries and keys. */
function together(steps: readonly ClosedArray[]): ClosedArray {
  const [first] = steps;
  const nTokens = steps.at(-1)?.shape.at(-1) ?? 0;
  if (first === undefined) throw new RangeError('no steps to put together');
  const outer = first.shape.slice(0, -2);
  const other = steps.find(({ shape }) => shape.slice(0, -2).join() !== outer.join());
  if (other) refuse(`steps differ in shape: ${named(first)} and ${named(other)}`);
  const shape = [...outer, nTokens, nTokens];
  checkLimits(shape, first.name);
  return {
    name: first.name,
    shape,
    open: async () => {
      const parts: NumberArray[] = [];
      // One after the other keeps the peak of memory low.
      for (const step of steps) parts.push(await step.open());
      let whole: Float32Array | null = null;
      return { name: first.name, shape, read: (start, end) => (whole ??= inOneMap(parts, shape)).subarray(start, end) };
    },
  };
}

function inOneMap(steps: readonly NumberArray[], shape: readonly number[]): Float32Array {
  const nTokens = shape.at(-1) ?? 0;
  const data = makeWeights(countElements(shape, steps[0]?.name ?? ''));
  let row = 0;
  for (const step of steps) {
    const [nKeys = 0, nQueries = 0] = step.shape.toReversed();
    const numbers = step.read();
    for (let at = 0; at < numbers.length / nKeys; at++) {
      const [head, query] = [Math.floor(at / nQueries), at % nQueries];
      data.set(numbers.subarray(at * nKeys, (at + 1) * nKeys), (head * nTokens + row + query) * nTokens);
    }
    row += nQueries;
  }
  return data;
}

function named({ name, shape }: ArrayAbout): string {
  return `${name} [${shape.join(', ')}]`;
}
