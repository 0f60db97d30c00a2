import { LABEL_WORDS } from '../../core/labels/words.ts';
import { formatHead } from '../../core/selection.ts';
import { labelOver } from '../../core/study/labelsOver.ts';
import { restingInputs } from '../../core/study/resting.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import type { HeadTag } from '../../views/parts/headTag.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { TOO_SHORT } from './headTags.ts';

/** What heads of one stack are called over a list of sentences, each with on how many of them, by `L3H7`. */
export function listTags(
  study: MeasureStudy,
  { kind, nLayers, nHeads }: Pick<AttentionTensor, 'kind' | 'nLayers' | 'nHeads'>,
): ReadonlyMap<string, HeadTag> {
  const inputs = restingInputs(study);
  const tags = new Map<string, HeadTag>();
  for (let layer = 0; layer < nLayers; layer++) {
    for (let head = 0; head < nHeads; head++) {
      const found = labelOver(study.labels ?? [], inputs, kind, { layer, head });
      if (found === null) continue;
      const { label, count, nInputs } = found;
      const words = label === null ? { ...TOO_SHORT, label } : { ...LABEL_WORDS[label], label };
      const { says, chip, short, name } = words;
      const often = ` on ${count} of ${nInputs}`;
      tags.set(formatHead({ layer, head }), { label, says: `${says}${often}`, chip, short, name, score: often.trim() });
    }
  }
  return tags;
}
