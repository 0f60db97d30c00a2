import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { FedInput } from '../inputs/roles.ts';
import { openOf } from '../runtime/feeds.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { toHalfBits } from '../runtime/floats.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { filledTensor } from '../runtime/tensors.ts';
import type { Features } from './library.ts';
import type { FeatureKind } from './soundPreprocessor.ts';

/** Features of a sound as what a graph is filled from; no mask, of shape [batch, moment], hides any of them. */
export function soundFeed(features: Features, kind: FeatureKind): FeedValues {
  const nMoments = features.dims[kind === 'whisper' ? 2 : 1] ?? 0;
  return {
    own: {
      what: 'a sound',
      fill(ort, input, common) {
        if (input.role === 'sound') return sound(ort, input, features);
        if (input.role !== 'mask' && input.role !== 'sound-mask') return common();
        return filledTensor(ort, input, [batchOf(input), nMoments], openOf(input));
      },
    },
  };
}

/** How many times the graph demands the same sound. */
function batchOf({ dims: [n] }: FedInput): number {
  return typeof n === 'number' && n > 0 ? n : 1;
}

function sound(ort: OrtRuntime, input: FedInput, features: Features): Ort.Tensor {
  const { name, elementType, dims } = input;
  const n = batchOf(input);
  const shape = [n, ...features.dims.slice(1)];
  const fits =
    dims.length === shape.length &&
    dims.every((dim, axis) => typeof dim !== 'number' || dim < 1 || dim === shape[axis]);
  if (!fits) {
    const words = `the input ${quote(name)} has the shape [${dims.join(', ')}], not [${shape.join(', ')}]`;
    throw new AppError('unsupported-graph', words);
  }
  const all = new Float32Array(n * features.data.length);
  for (let at = 0; at < n; at++) all.set(features.data, at * features.data.length);
  if (elementType === 'float32') return new ort.Tensor('float32', all, shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(all, toHalfBits), shape);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}
