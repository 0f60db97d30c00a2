import * as ort from 'onnxruntime-web';
import type { ModelRun } from '../../core/run.ts';
import { vectorFeed } from '../inputs/vectorFeed.ts';
import { int64 } from './openedGraphs.ts';
import { nodeRuntime } from './runtimes.ts';

/** The ids of a run as the tensor that a plain export takes. */
export const idsOf = ({ tokens }: ModelRun) =>
  int64(
    tokens.map(({ id }) => id),
    [1, tokens.length],
  );

export const flat = (parts: readonly Float32Array[]): readonly number[] => parts.flatMap((part) => [...part]);

/** A picture of 16 x 16 in which no two patches are alike. */
export const SLOPE = Uint8ClampedArray.from({ length: 4 * 256 }, (_, i) =>
  i % 4 === 3 ? 255 : (37 * Math.floor(i / 4) + 85 * (i % 4)) % 256,
);

/** The picture of a run of a square, for a model of which no file says how to normalise: 0 to 255 becomes -1 to 1. */
export function pixelsOf({ image }: ModelRun, side: number) {
  const plane = [...Array(side * side).keys()];
  const pixels = [0, 1, 2].flatMap((channel) => plane.map((at) => image!.pixels[4 * at + channel]! / 127.5 - 1));
  return new ort.Tensor('float32', Float32Array.from(pixels), [1, 3, side, side]);
}

/** What a block of a model is fed under a name. */
export function fed(name: string, dims: readonly (number | string)[]) {
  const input = { name, elementType: 'float32', dims, role: 'numbers', isRead: true, nRows: null } as const;
  return vectorFeed(1).own!.fill(nodeRuntime, input, () => undefined)!;
}

export function softmax(scores: readonly number[]): readonly number[] {
  const exps = scores.map((score) => Math.exp(score));
  return exps.map((each) => each / exps.reduce((sum, value) => sum + value, 0));
}

/**
 * Weights of an operator with packed projections, in plain loops: of its input [token, channel], its weights
 * [channel, 3 * channel] and its bias. Shape: [head, query, key].
 */
export function packedAttention(
  [x, weights, bias]: readonly Float32Array[],
  nTokens: number,
  nHeads: number,
  isCausal = false,
): readonly number[] {
  const nChannels = bias!.length / 3;
  const projected = (token: number, column: number): number => {
    let sum = bias![column]!;
    for (let i = 0; i < nChannels; i++) sum += x![token * nChannels + i]! * weights![i * 3 * nChannels + column]!;
    return sum;
  };
  const size = nChannels / nHeads;
  const positions = [...Array(nTokens).keys()];
  return [...Array(nHeads).keys()].flatMap((head) =>
    positions.flatMap((query) => {
      const scores = positions.map((key) => {
        let score = 0;
        for (let i = head * size; i < (head + 1) * size; i++)
          score += projected(query, i) * projected(key, nChannels + i);
        return isCausal && key > query ? -Infinity : score / Math.sqrt(size);
      });
      return softmax(scores);
    }),
  );
}

/**
 * Weights of 16 windows of 4 x 4 patches, [window, head, query, key], over a picture of 16 x 16 patches that was moved up
 * and left by `shift`. Shape: [head, query, key].
 */
export function wholeOf(windows: Float32Array, shift: number, side: 16 | 8 = 16): Float32Array {
  const [nPatches, nHeads, nAcross] = [side * side, side === 16 ? 2 : 4, side / 4];
  const whole = new Float32Array(nHeads * nPatches * nPatches);
  const patchAt = (window: number, inside: number): number => {
    const row = (4 * Math.floor(window / nAcross) + Math.floor(inside / 4) + shift) % side;
    const column = (4 * (window % nAcross) + (inside % 4) + shift) % side;
    return side * row + column;
  };
  windows.forEach((weight, at) => {
    const [rest, query, key] = [at >> 8, (at >> 4) & 15, at & 15];
    const [window, head] = [Math.floor(rest / nHeads), rest % nHeads];
    whole[(head * nPatches + patchAt(window, query)) * nPatches + patchAt(window, key)] = weight;
  });
  return whole;
}
