import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { toHalfBits } from '../runtime/floats.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { filledTensor } from '../runtime/tensors.ts';
import type { Pixels } from './toPixels.ts';

/** A picture as what a graph is filled from. */
export function imageFeed(pixels: Pixels): FeedValues {
  const [, height, width] = pixels.dims;
  return {
    own: {
      what: 'an image',
      fill(ort, input, common) {
        if (input.role === 'image') return picture(ort, input, pixels);
        if (input.role !== 'image-mask') return common();
        return filledTensor(ort, input, [1, height, width], 1);
      },
    },
  };
}

function picture(ort: OrtRuntime, { name, elementType, dims }: FedInput, given: Pixels): Ort.Tensor {
  const { dims: size, data } = dims[1] === 1 ? inGrey(given) : given;
  const n = typeof dims[0] === 'number' ? dims[0] : 1;
  const shape = [n, ...size];
  const fits = dims.length === 4 && dims.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis]);
  if (!fits) {
    const asked = dims.join(', ');
    throw new AppError(
      'unsupported-graph',
      `the input ${quote(name)} has the shape [${asked}], not [${shape.join(', ')}]`,
    );
  }
  const all = new Float32Array(n * data.length);
  for (let at = 0; at < n; at++) all.set(data, at * data.length);
  if (elementType === 'float32') return new ort.Tensor('float32', n === 1 ? data : all, shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(all, toHalfBits), shape);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}

/** Brightness. Source: ITU-R BT.601, as image libraries convert to grey. */
function inGrey({ dims: [, height, width], data }: Pixels): Pixels {
  const plane = height * width;
  const grey = new Float32Array(plane);
  for (let i = 0; i < plane; i++) {
    grey[i] = 0.299 * (data[i] ?? 0) + 0.587 * (data[plane + i] ?? 0) + 0.114 * (data[2 * plane + i] ?? 0);
  }
  return { dims: [1, height, width], data: grey };
}
