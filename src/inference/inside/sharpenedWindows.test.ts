import { expect, test } from 'vitest';
import { graphFiles, startGraph } from '../testing/lookInside.ts';
import { measureSharpness } from './sharpness.ts';

/** Windows with shifts and a bias; the model makes its classes of the mean of all positions. */
const FILES = graphFiles('opened/graphs/torchvision-swin-tiny-random.onnx');
const N_CLASSES = 10;

test.skipIf(FILES === null)(
  'another softmax of its windows changes what a model says of its classes; the same one changes nothing',
  async () => {
    const id2label = Object.fromEntries(Array.from({ length: N_CLASSES }, (_, at) => [at, `class ${at}`]));
    const own: object = FILES!.config instanceof Object ? FILES!.config : {};
    const { model, kept, layers } = await startGraph({ ...FILES!, config: { ...own, id2label } });
    expect(kept.done.pass.output?.nVocab).toBe(N_CLASSES);
    const { kind } = layers.at(-1)!;
    const said = async (how: { tau: number } | { scaleOff: true }, heads: 'all' | { layer: number }) => {
      const question = { about: 'sharpness', kind, heads, how } as const;
      const { klNats } = await measureSharpness(
        model,
        { model, kept },
        question,
        async () => {},
        () => {},
      );
      return klNats[0]!;
    };
    const [same, sharper, unscaled] = [
      await said({ tau: 1 }, 'all'),
      await said({ tau: 0.25 }, 'all'),
      await said({ scaleOff: true }, { layer: 0 }),
    ];
    // Weights of the file are small and its patterns nearly even: KL goes with the square of what little changes.
    expect(same).toBeLessThan(1e-13);
    expect(Math.min(sharper, unscaled)).toBeGreaterThan(1e-11);
    await model.session.release();
  },
  120_000,
);
