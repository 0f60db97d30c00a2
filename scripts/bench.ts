// How quick Headlight is on this machine: builds it, drives it in a Chromium and prints tables. Nothing is judged here;
// docs/performance.md has what was measured once, and what we aim at.
//   --quick         fewer repeats
//   --only NAME     one of: cold, typing, tasks, painting, elements, hover, large, big, soak, sweep, inside, backends, labels, surgery
import { cpus, loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { timeBigFiles } from '../bench/bigFiles.ts';
import { timeCold } from '../bench/cold.ts';
import { timeInsideBackends } from '../bench/insideBackends.ts';
import { keepInside } from '../bench/insideMemory.ts';
import { timeInsidePage } from '../bench/insidePage.ts';
import { timeInsideRows } from '../bench/insideRows.ts';
import { timeInsideRuns } from '../bench/insideRuns.ts';
import { insideSection } from '../bench/insideSection.ts';
import { timeLabels } from '../bench/labelling.ts';
import { timeLarge } from '../bench/large.ts';
import { timeLargeModel } from '../bench/largeModel.ts';
import { launchChromium } from '../bench/launch.ts';
import { countElements, timeHover } from '../bench/page.ts';
import { timePainting } from '../bench/painting.ts';
import { timeSoak } from '../bench/soak.ts';
import { timeSurgery } from '../bench/surgery.ts';
import { timeSweep, timeSweepTasks } from '../bench/sweeping.ts';
import { timeLongTasks, timeTyping } from '../bench/typing.ts';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
});
const repeats = values.quick ? 6 : 21;
const configFile = resolve(import.meta.dirname, '../bench/vite.config.ts');

await build({ configFile, logLevel: 'error' });
const server = await preview({ configFile, preview: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
const url = server.resolvedUrls?.local[0] ?? '';
const browser = await launchChromium();

console.log(
  `Chromium ${browser.version()}, headless; Node ${process.version}; ${cpus().length} cores: ${cpus()[0]?.model}`,
);
console.log(`All times in milliseconds, medians of ${repeats} unless it says otherwise.`);
console.log(
  `Load of the last minute: ${(loadavg()[0] ?? 0).toFixed(1)}; above 1, other programs are part of the figures.`,
);
try {
  await show(
    'cold',
    'A first visit at 10 Mbit/s, 40 ms, the main thread slowed four times; medians of 5 (quick: 2)',
    () => timeCold(browser, values.quick ? 2 : 5),
  );
  await show('typing', 'A key press to painted heads, bookworm-gpt (32 heads) on WASM', () =>
    timeTyping(browser, url, [16, 64, 128], repeats),
  );
  await show('tasks', 'Long tasks of the main thread while typing 27 letters', () =>
    timeLongTasks(browser, url, [16, 64, 128, 200]),
  );
  await show('painting', '144 heads painted', () =>
    timePainting(browser, url, [64, 128, 256, 512], values.quick ? 4 : 15),
  );
  await show('elements', 'Elements of the page, two heads pinned', () =>
    countElements(browser, url, [16, 64, 128, 256]),
  );
  await show('hover', 'The pointer over a large heatmap, two heads pinned', () =>
    timeHover(browser, url, [16, 64, 256], values.quick ? 20 : 80),
  );
  await show(
    'large',
    'Recordings of 144 heads over 512 tokens: times in ms of the main thread itself, memory in MB',
    () => timeLarge(browser, url),
  );
  await show(
    'large',
    "A model of GPT-2's size with random weights and a vocabulary of 4096, on WASM: times in ms, memory in MB",
    () => timeLargeModel(browser, url, [64, 128, 256, 512], values.quick ? 1 : 5),
  );
  await show('big', 'A model of 2.25 GB in three files, opened from disk, on WASM; once', () =>
    timeBigFiles(browser, url),
  );
  await show('soak', 'Runs of changing length, bookworm-gpt on WASM', () =>
    timeSoak(browser, url, values.quick ? 100 : 1000),
  );
  await show('sweep', 'All 32 heads of bookworm-gpt switched off in turn, on WASM; medians of 9 (quick: 3)', () =>
    timeSweep(browser, url, [16, 32, 64], values.quick ? 3 : 9),
  );
  await show('sweep', 'Long tasks of the main thread while the page measures every head', () =>
    timeSweepTasks(browser, url, [16, 32, 64]),
  );
  await show(
    'inside',
    'For docs/performance.md as it stands: its rows of “What we aim at”, and the section',
    async () =>
      insideSection({
        page: await timeInsidePage(browser, url, [16, 64, 256], values.quick ? 4 : 15),
        rows: timeInsideRows(
          [
            { nHeads: 8, nTokens: 64, dK: 16 },
            { nHeads: 8, nTokens: 256, dK: 16 },
            { nHeads: 12, nTokens: 256, dK: 64 },
            { nHeads: 12, nTokens: 512, dK: 64 },
          ],
          values.quick ? 5 : 21,
        ),
        runs: await timeInsideRuns([16, 64, 256], values.quick ? 7 : 25),
      }),
  );
  await show(
    'backends',
    'One run of bookworm-gpt in the browser without and with the outputs that show the inside of layers; the fastest of 15 (quick: 4)',
    () => timeInsideBackends(browser, url, [16, 64, 256], values.quick ? 4 : 15),
  );
  await show('backends', 'What “Inside” keeps of a text of 256 tokens, bookworm-gpt on WASM', () =>
    keepInside(browser, url, 256),
  );
  await show('labels', 'Labels, in Node', () =>
    timeLabels(
      [
        [4, 8, 16],
        [4, 8, 64],
        [4, 8, 128],
        [4, 8, 256],
        [12, 12, 128],
      ],
      values.quick ? 3 : 9,
    ),
  );
  await show('surgery', 'A file of half a gigabyte: its attention found and exposed, beside loading it, in Node', () =>
    timeSurgery(values.quick ? 2 : 7),
  );
} finally {
  await browser.close();
  await server.close();
}

async function show(name: string, title: string, measure: () => string | Promise<string>): Promise<void> {
  if (values.only.length > 0 && !values.only.includes(name)) return;
  console.log(`\n${title}\n\n${await measure()}`);
}
