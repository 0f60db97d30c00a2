// Runs exported models with the code of the page and compares them with the framework that trained them:
// npx tsx scripts/checkExport.ts FOLDER ... Exit code: 0 all within the tolerances, 1 not.
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { differencesFrom, readReference } from '../src/inference/testing/frameworkReference.ts';
import { folderSource, openModel } from './knownHeads/openModel.ts';

const OF_A_WEIGHT = 2e-5;
const OF_A_SCORE = 2e-4;

for (const folder of process.argv.slice(2).map((path) => resolve(path))) {
  const model = await openModel(folderSource(folder), undefined, () => {});
  const reference = readReference(readFileSync(join(folder, 'reference.npz')));
  const { attention, logits, nStacks } = await differencesFrom(reference, model);
  await model.session.release();
  const isEqual = attention < OF_A_WEIGHT && logits < OF_A_SCORE;
  const words = `weights differ by ${attention.toExponential(1)}, scores by ${logits.toExponential(1)}`;
  console.log(
    `${basename(folder)}: takes ${model.info.takes}, ${nStacks} stacks; ${words}: ${isEqual ? 'as the framework' : 'NOT as the framework'}`,
  );
  if (!isEqual) process.exitCode = 1;
}
