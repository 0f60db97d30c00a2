// Whether heads that papers describe are found by the page's own code: fetches gpt2 and bert-base-uncased (exact weights,
// about 1 GB, kept for the next time), runs texts and the induction probe. docs/known-heads.md explains the output.
//   --model NAME    gpt2, bert-base-uncased, an id of the Hub or a folder (models/bookworm-gpt); several times for several
//   --host URL      a mirror of the Hub; also the environment variable HEADLIGHT_HUB
//   --cache FOLDER  where fetched models are kept
// Exit code: 0 all required heads recovered, 1 some missed, 2 a model could not be opened.
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toErrorInfo } from '../src/core/errors.ts';
import { KNOWN_MODELS } from './knownHeads/expectations.ts';
import { diskCaches } from './knownHeads/diskCaches.ts';
import { holds, judgeModel } from './knownHeads/judge.ts';
import { measureModel } from './knownHeads/measure.ts';
import { folderSource, openModel } from './knownHeads/openModel.ts';
import { reportLines } from './knownHeads/report.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', multiple: true, default: ['gpt2', 'bert-base-uncased'] },
    host: { type: 'string', default: process.env['HEADLIGHT_HUB'] ?? 'https://huggingface.co' },
    cache: { type: 'string', default: resolve(import.meta.dirname, '../node_modules/.cache/known-heads') },
  },
});

process.exitCode = 0;
for (const name of values.model) process.exitCode = Math.max(process.exitCode, await check(name));

async function check(name: string): Promise<0 | 1 | 2> {
  const known = KNOWN_MODELS.find((one) => one.name === basename(name));
  if (!known) {
    console.error(`Nothing is known of ${name}, only of ${KNOWN_MODELS.map((one) => one.name).join(', ')}.`);
    return 2;
  }
  const isFolder = /[\\/]/.test(name) && existsSync(name);
  const id = name.includes('/') ? name : known.hubId;
  if (!isFolder && id === null) {
    console.error(`${name} is not on the Hub: give its folder, such as models/${name}.`);
    return 2;
  }
  try {
    const source = isFolder
      ? folderSource(resolve(name))
      : ({ from: 'hub', id: id ?? name, revision: 'main', host: values.host, weights: 'fp32' } as const);
    const model = await openModel(source, isFolder ? undefined : diskCaches(values.cache), showProgress);
    console.log(
      `${model.info.id}: ${model.info.nLayers} layers of ${model.info.nHeads} heads, ${model.info.precision}`,
    );
    const measured = await measureModel(model, known.texts);
    await model.session.release();
    const verdicts = judgeModel(known, measured);
    for (const line of reportLines(known.name, verdicts, measured)) console.log(line);
    return holds(verdicts) ? 0 : 1;
  } catch (thrown) {
    const { code, detail } = toErrorInfo(thrown, 'run-failed');
    console.error(`${name} could not be checked (${code}): ${detail}`);
    return 2;
  }
}

function showProgress(loadedBytes: number, totalBytes: number): void {
  if (!process.stderr.isTTY) return;
  const megabytes = [loadedBytes, totalBytes].map((bytes) => Math.round(bytes / 1e6));
  process.stderr.write(`\r${megabytes[0]} of ${megabytes[1]} MB${loadedBytes === totalBytes ? '\n' : ''}`);
}
