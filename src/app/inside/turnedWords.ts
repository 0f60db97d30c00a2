import type { Ablation, AblationMode } from '../../core/ablation/ablation.ts';
import { keepOf } from '../../core/ablation/turning.ts';
import { percent } from '../../core/numberWords.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { turnedName } from '../shown/turnedName.ts';

/** More heads than these are counted and not named. */
const MOST_NAMED = 4;

/** Which heads are turned down in the run that the numbers are of: "With L1H6 off (zero)." */
export function offWords(
  { heads, mode }: Ablation,
  attention: readonly Pick<AttentionTensor, 'kind' | 'layerNumbers'>[],
): string {
  const areOff = heads.every(({ keep }) => keep === 0);
  const names = heads.map((head) => turnedName(attention, head));
  const [last = '', ...others] = names.toReversed();
  const who =
    names.length > MOST_NAMED
      ? `${names.length} heads`
      : others.length === 0
        ? last
        : `${others.toReversed().join(', ')} and ${last}`;
  return `With ${who} ${areOff ? 'off' : 'turned down'} (${MODE_WORDS[mode].name}).`;
}

/** What a head’s values were weighed by in the place of its own weights; null where nothing was done to it. */
export function usedWords(off: Ablation | null, kind: AttentionKind | null, head: HeadRef): string | null {
  const keep = off === null ? 1 : keepOf(off, kind, head);
  if (off === null || keep === 1) return null;
  if (keep === 0) return WHOLLY[off.mode];
  const [kept, rest] = [percent(keep), percent(1 - keep)];
  return off.mode === 'zero' ? `${kept} of them` : `${kept} of them, and ${rest} of ${PARTLY[off.mode]}`;
}

const PARTLY: Readonly<Record<Exclude<AblationMode, 'zero'>, string>> = {
  mean: 'its mean output',
  flat: 'even weights over all allowed keys',
  ideal: 'the pattern of its label',
  shared: 'the average pattern of its layer',
};

const WHOLLY: Readonly<Record<AblationMode, string>> = {
  zero: 'nothing, since the head is off',
  ...PARTLY,
};
