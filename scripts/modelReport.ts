// What the heads of the models that ship show, measured with the page's own labels: npm run report:models [folder ...]
// Exit code: 0 all targets reached, 1 some missed.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { labelRun } from '../src/inference/run/labelRun.ts';
import { nextTask } from '../src/inference/nextTask.ts';
import { runInput } from '../src/inference/run/runInput.ts';
import type { RunnableModel } from '../src/inference/run/runnable.ts';
import { runProbes } from './knownHeads/measure.ts';
import { folderSource, openModel } from './knownHeads/openModel.ts';
import { guessesFor } from './modelReport/guesses.ts';
import { guessLine, headLines, targetLines } from './modelReport/lines.ts';
import { N_REFUSED, refusedWords } from './modelReport/refusedWords.ts';
import { countLabels, summariseHeads } from './modelReport/summarise.ts';
import { judgeTargets } from './modelReport/targets.ts';
import { classroomSentences, GAPS, PROMPTS } from './modelReport/texts.ts';

const MODELS = resolve(import.meta.dirname, '../models');
const folders = process.argv.slice(2);

const pieceOf = (model: RunnableModel, id: number): string => model.prepared.tokenizer?.pieceText(id) ?? '';

for (const folder of folders.length > 0 ? folders : ['bookworm-gpt', 'bookworm-bert'].map((id) => join(MODELS, id))) {
  if (!(await report(resolve(folder)))) process.exitCode = 1;
}

/** Prints the report of one model folder; true if all targets are reached. */
async function report(folder: string): Promise<boolean> {
  const model = await openModel(folderSource(folder), undefined, () => {});
  const sentences = classroomSentences(MODELS);
  const reports = await Promise.all(sentences.map((text) => labelSentence(model, text)));
  const heads = summariseHeads(reports);
  const labels = countLabels(reports);
  const probes = await runProbes(model);
  const probe = probes && new Map([...probes].map(([head, { raw }]) => [head, raw]));
  const results = judgeTargets({ heads, labels, probe });
  const print = (lines: readonly string[]): void => console.log(lines.join('\n'));

  print([`${basename(folder)}: ${sentences.length} classroom sentences`, '', 'Targets', ...targetLines(results)]);
  print([
    '',
    'Heads: the chip in most sentences; labels often assigned, mean score',
    ...headLines(heads, sentences.length),
  ]);
  print([
    '',
    'Labels assigned, by heads and sentences',
    `  ${labels.map(([label, count]) => `${label} ${count}`).join(', ')}`,
  ]);
  print(['', model.info.isCausal ? 'What comes next' : 'What fills the gap']);
  for (const text of model.info.isCausal ? PROMPTS : GAPS) print([guessLine(text, await guessesFor(model, text))]);
  print(['', 'Held-out books', `  ${heldOut(folder)}`, '', 'Vocabulary']);
  const pieces = Array.from({ length: model.prepared.config.nVocab ?? 0 }, (_, id) => pieceOf(model, id));
  print([`  ${refusedWords(pieces).length} of ${N_REFUSED} refused words are among its ${pieces.length} entries`, '']);
  await model.session.release();
  return results.every(({ isReached }) => isReached);
}

async function labelSentence(model: RunnableModel, text: string) {
  const { signal } = new AbortController();
  const input = { kind: 'text', text, pair: null } as const;
  const { stacks } = await runInput(model, { type: 'run', runId: 0, input }, signal);
  return labelRun(stacks, nextTask);
}

/** What evaluate.py measured and wrote down; the books themselves are not part of this repository. */
function heldOut(folder: string): string {
  const path = join(folder, 'held-out.json');
  return existsSync(path)
    ? readFileSync(path, 'utf8')
        .replaceAll(/[{}"\n]/g, '')
        .trim()
    : 'not measured';
}
