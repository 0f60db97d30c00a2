import { describe, expect, test } from 'vitest';
import { candidatesOf } from './candidates.ts';

const MOST_FILES = 10_000;

const many = (n: number, pathOf: (i: number) => string): readonly string[] =>
  Array.from({ length: n }, (_, i) => pathOf(i));

describe('what may be of a model', () => {
  test('is everything where that is little: weights may have any name', () => {
    const paths = ['m/model.onnx', 'm/encoder.layer.0.weight', 'm/README.md'];
    expect(candidatesOf(paths)).toEqual(paths);
  });

  test('in a large folder is the graph, JSON, merges, and weights in its folder or below', () => {
    const wanted = [
      'all/m/onnx/model.onnx',
      'all/m/onnx/model.onnx_data',
      'all/m/onnx/model.onnx.data.1',
      'all/m/onnx/deep/layer.0.weight',
      'all/m/onnx/onnx__MatMul_12',
      'all/m/tokenizer.json',
      'all/m/merges.txt',
    ];
    const other = ['all/m/pytorch_model.bin', 'all/m/notes.txt', ...many(200_000, (i) => `all/photos/${i}.jpg`)];
    expect(candidatesOf([...other, ...wanted]).toSorted()).toEqual(wanted.toSorted());
  });

  test('is refused where there is more than can be opened, with what to do', () => {
    const paths = ['model.onnx', ...many(MOST_FILES, (i) => `${i}.json`)];
    expect(() => candidatesOf(paths)).toThrow(/10001 files.*open the folder of the model itself/);
    expect(candidatesOf(paths.slice(0, MOST_FILES))).toHaveLength(MOST_FILES);
  });
});

describe('without a model', () => {
  test('recordings are taken, and nothing beside them is read', () => {
    expect(candidatesOf(['a/run.npz', 'a/video.mp4', 'a/tokens.JSON'])).toEqual(['a/run.npz', 'a/tokens.JSON']);
  });

  test('else an image, else a few files to name', () => {
    expect(candidatesOf(['cat.PNG'])).toEqual(['cat.PNG']);
    expect(candidatesOf(many(200_000, (i) => `${i}.txt`))).toEqual(many(8, (i) => `${i}.txt`));
    expect(candidatesOf([])).toEqual([]);
  });
});
