import { expect } from 'playwright/test';
import { prepareZoo } from '../src/inference/testing/zooModels.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture as pictureOf, pixelsOf, RGB, SIDE, vitFiles } from './support/pictures.ts';
import { stacksInNode } from './support/wasmInNode.ts';
import { largestDifference, TOLERANCE } from './support/zoo.ts';

const PICTURE = pictureOf('stripes.png', RGB);
/** [CLS] and three rows of three patches. */
const N_TOKENS = 10;
/** What is black is drawn so light before it is darkened, so that attention on it is seen. */
const GROUND = 70;

test('a vision transformer looks at a picture in patches, on the picture and in the heatmap alike', async ({
  app,
  page,
}) => {
  await app.open();
  const open = new OpenDialog(page);
  await app.reopen(() => open.pick(vitFiles()));
  const choice = page.getByLabel('Image', { exact: true });
  await expect(page.getByText('It stays in the page.')).toBeVisible();
  await app.rerun(() => choice.setInputFiles(PICTURE));
  const { json, stacks } = await app.export();
  const patches = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => `patch ${row},${column}`));
  expect(json.tokens.map(({ text }) => text)).toEqual(['[CLS]', ...patches]);
  const { dims, data } = stacks.get('encoder')!;
  expect(dims).toEqual([3, 3, N_TOKENS, N_TOKENS]);
  expect(largestDifference(data, await patternsOf(RGB))).toBeLessThan(TOLERANCE);

  await app.cell('L1H2').click();
  const pattern = data.subarray(5 * N_TOKENS * N_TOKENS, 6 * N_TOKENS * N_TOKENS);
  const picture = page.getByRole('img', { name: /^The image in 3 by 3 patches/ });
  const lit = page.getByRole('figure').locator('span[data-axis]');
  for (const [query, key] of [
    [5, 9],
    [2, 7],
  ] as const) {
    await app.pointAt('L1H2', query, key);
    await expect(app.tooltip).toContainText(pattern[query * N_TOKENS + key]!.toFixed(3));
    const places = await lit.evaluateAll((spans) => {
      const box = spans[0]!.parentElement!.getBoundingClientRect();
      return spans.map((span) => {
        const { x, y, width, height } = span.getBoundingClientRect();
        return [(y + height / 2 - box.y) / box.height, (x + width / 2 - box.x) / box.width].map((at) =>
          Math.floor(3 * at),
        );
      });
    });
    expect(places).toEqual([query, key].map((token) => [Math.floor((token - 1) / 3), (token - 1) % 3]));
  }

  const box = (await picture.boundingBox())!;
  // The patch in the first row and the last column.
  await page.mouse.move(box.x + (5 * box.width) / 6, box.y + box.height / 6);
  await expect(picture).toHaveAccessibleName(/bright where patch 0,2 looks/);
  const row = app.place('L1H2').locator('[data-part=lit] rect[data-axis=query]');
  const heatmap = (await app.place('L1H2').locator('canvas').boundingBox())!;
  const { y = 0, height = 0 } = (await row.boundingBox()) ?? {};
  expect(Math.floor((y + height / 2 - heatmap.y) / (heatmap.height / N_TOKENS))).toBe(3);

  // On the picture a patch is as bright as what the lit one gives to it.
  const weights = [...pattern.subarray(3 * N_TOKENS + 1, 4 * N_TOKENS)];
  const shown = await picture.evaluate((canvas: HTMLCanvasElement) => [
    ...canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data,
  ]);
  for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
    const patch = 3 * Math.floor(pixel / SIDE / 4) + Math.floor((pixel % SIDE) / 4);
    const light = 0.18 + (0.82 * weights[patch]!) / Math.max(...weights);
    for (let channel = 0; channel < 3; channel++) {
      const lifted = GROUND + (1 - GROUND / 255) * RGB[3 * pixel + channel]!;
      expect(Math.abs(shown[4 * pixel + channel]! - light * lifted)).toBeLessThanOrEqual(1);
    }
  }
});

test('another picture gives other weights; what is no picture is told, and the picture before stays', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(vitFiles()));
  const choice = page.getByLabel('Image', { exact: true });
  await app.rerun(() => choice.setInputFiles(PICTURE));
  const first = await app.export();
  const inverted = RGB.map((value) => 255 - value);
  await app.rerun(() => choice.setInputFiles(pictureOf('stripes.png', inverted)));
  const second = await app.export();
  expect(largestDifference(second.attention, await patternsOf(inverted))).toBeLessThan(TOLERANCE);
  expect(largestDifference(second.attention, first.attention)).toBeGreaterThan(0.01);
  await choice.setInputFiles({ name: 'cat.png', mimeType: 'image/png', buffer: Buffer.from('not a cat') });
  await expect(app.alert).toContainText('cat.png is not an image');
  expect((await app.export()).attention).toEqual(second.attention);
});

/** The same model in the runtime for Node. */
async function patternsOf(rgb: readonly number[]): Promise<Float32Array> {
  return (await stacksInNode(prepareZoo('vit'), pixelsOf(rgb))).get('encoder')!.data;
}
