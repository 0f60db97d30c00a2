import { classShares } from '../../core/classes.ts';
import type { ClassShare } from '../../core/classes.ts';
import type { ModelConfig } from '../sources/modelConfig.ts';
import type { ModelPass } from '../runtime/modelSession.ts';

/** What a pass says of the classes that config.json names; null for a model that gives no score for each of them. */
export function classify(
  { classNames }: Pick<ModelConfig, 'classNames'>,
  { output }: Pick<ModelPass, 'output'>,
): readonly ClassShare[] | null {
  if (output === null || output.nTokens !== 1 || classNames.length < 2 || output.nVocab !== classNames.length)
    return null;
  return classShares(classNames, output.data);
}
