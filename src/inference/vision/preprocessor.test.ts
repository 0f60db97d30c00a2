import { describe, expect, test } from 'vitest';
import { readConfig } from '../sources/modelConfig.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import { readPreprocessor } from './preprocessor.ts';

const NOTHING = readConfig({});
const input = (height: number | string, width: number | string): GraphInput => ({
  name: 'pixel_values',
  elementType: 'float32',
  dims: ['batch', 3, height, width],
});

describe('readPreprocessor', () => {
  test('reads a file of ViT', () => {
    const json = {
      image_processor_type: 'ViTImageProcessor',
      do_resize: true,
      do_rescale: true,
      do_normalize: true,
      image_mean: [0.1, 0.2, 0.3],
      image_std: [0.4, 0.5, 0.6],
      resample: 2,
      rescale_factor: 0.00392156862745098,
      size: { height: 384, width: 320 },
    };
    expect(readPreprocessor(json, NOTHING, input('h', 'w'))).toEqual({
      resize: { width: 320, height: 384 },
      resampling: 'bilinear',
      crop: null,
      rescale: 1 / 255,
      mean: [0.1, 0.2, 0.3],
      std: [0.4, 0.5, 0.6],
      isSizeKnown: true,
    });
  });

  test('reads a file of DINOv2: the shorter side, then the middle', () => {
    const json = {
      image_processor_type: 'BitImageProcessor',
      crop_size: { height: 224, width: 224 },
      size: { shortest_edge: 256 },
      resample: 3,
      do_center_crop: true,
    };
    expect(readPreprocessor(json, NOTHING, undefined)).toMatchObject({
      resize: { shortest: 256 },
      crop: { width: 224, height: 224 },
      resampling: 'bicubic',
      mean: [0.48145466, 0.4578275, 0.40821073],
    });
  });

  test('the defaults of DeiT: 256, then 224 out of the middle', () => {
    expect(readPreprocessor({ feature_extractor_type: 'DeiTFeatureExtractor' }, NOTHING, undefined)).toMatchObject({
      resize: { width: 256, height: 256 },
      crop: { width: 224, height: 224 },
      resampling: 'bicubic',
      mean: [0.5, 0.5, 0.5],
    });
  });

  test('a size that is one number means both sides for ViT and the shorter one for CLIP', () => {
    const of = (name: string) =>
      readPreprocessor({ feature_extractor_type: name, size: 32 }, NOTHING, undefined).resize;
    expect(of('ViTFeatureExtractor')).toEqual({ width: 32, height: 32 });
    expect(of('CLIPFeatureExtractor')).toEqual({ shortest: 32 });
  });

  test('steps that are off are off', () => {
    const json = {
      do_resize: false,
      do_rescale: false,
      do_normalize: false,
      image_mean: [9, 9, 9],
      do_center_crop: false,
    };
    expect(readPreprocessor(json, NOTHING, undefined)).toMatchObject({
      resize: null,
      crop: null,
      rescale: 1,
      mean: [0, 0, 0],
      std: [1, 1, 1],
    });
  });

  test('without a file the size is that of config.json, else 224', () => {
    expect(readPreprocessor(null, readConfig({ image_size: 30 }), undefined).resize).toEqual({ width: 30, height: 30 });
    expect(readPreprocessor(null, NOTHING, undefined).resize).toEqual({ width: 224, height: 224 });
  });

  test('a size that the graph fixes goes before all', () => {
    const json = { size: { shortest_edge: 256 }, crop_size: 224, do_center_crop: true };
    expect(readPreprocessor(json, NOTHING, input(224, 224))).toMatchObject({
      resize: { shortest: 256 },
      crop: { width: 224, height: 224 },
    });
    expect(readPreprocessor(json, NOTHING, input(96, 64))).toMatchObject({
      resize: { width: 64, height: 96 },
      crop: null,
    });
  });
});

describe('what cannot be', () => {
  test.each([[0], [-3], [1e9], [Infinity], ['224']])('a size of %j is not said', (side) => {
    const json = { size: { height: side, width: 30 }, crop_size: side, do_center_crop: true };
    expect(readPreprocessor(json, NOTHING, undefined)).toMatchObject({
      resize: { width: 224, height: 224 },
      crop: { width: 224, height: 224 },
    });
  });

  test('a spread of 0, and a mean or factor without end, are not said', () => {
    const json = { image_mean: [Infinity, 0, 0], image_std: [0, 1, 1], rescale_factor: NaN };
    expect(readPreprocessor(json, NOTHING, undefined)).toMatchObject({
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
      rescale: 1 / 255,
    });
  });

  test('a graph that fixes a size of millions is refused, one that writes 0 or -1 fixes none', () => {
    expect(() => readPreprocessor(null, NOTHING, input(3_000_000, 224))).toThrow(/224 by 3000000 pixels/);
    expect(readPreprocessor(null, NOTHING, input(-1, 0)).isSizeKnown).toBe(false);
  });
});
