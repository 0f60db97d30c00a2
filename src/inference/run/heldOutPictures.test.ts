import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { preparePicture } from '../vision/toPixels.ts';
import { readPreprocessor } from '../vision/preprocessor.ts';
import { imageFeed } from '../vision/imageFeed.ts';
import { modelFile } from '../testing/shippedModels.ts';
import { startShipped } from '../testing/startShipped.ts';

const N_PICTURES = 1000;
const SIDE = 28;
const BATCH = 50;

/** The first held-out pictures of Fashion-MNIST: a label each, then the pictures. Source: scripts/golden/pictures.py. */
const DATA = gunzipSync(readFileSync(new URL('../fixtures/fashion-pictures.gz', import.meta.url)));

test('fashion-vit names as many of 1,000 held-out pictures rightly here as in the framework that trained it', async () => {
  const { accuracyOfFirst1000 } = JSON.parse(modelFile('fashion-vit', 'held-out.json').toString());
  const model = await startShipped('fashion-vit');
  const preprocessor = readPreprocessor(model.prepared.preprocessorConfig, model.prepared.config, undefined);
  const feedOf = (at: number) => {
    const start = N_PICTURES + at * SIDE * SIDE;
    const grey = DATA.subarray(start, start + SIDE * SIDE);
    const pixels = new Uint8ClampedArray(4 * SIDE * SIDE).map((_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]!));
    return imageFeed(preparePicture({ width: SIDE, height: SIDE, pixels }, preprocessor).pixels);
  };
  let nRight = 0;
  for (let first = 0; first < N_PICTURES; first += BATCH) {
    const said = await model.session.scoreBatch(
      Array.from({ length: BATCH }, (_, i) => feedOf(first + i)),
      null,
    );
    for (const [i, { data }] of said.entries()) {
      expect(data).toHaveLength(10);
      if (data.indexOf(Math.max(...data)) === DATA[first + i]) nRight++;
    }
  }
  // Pictures whose two best classes are as likely to seven digits may fall either way.
  expect(Math.abs(nRight - N_PICTURES * accuracyOfFirst1000)).toBeLessThanOrEqual(1);
  await model.session.release();
});
