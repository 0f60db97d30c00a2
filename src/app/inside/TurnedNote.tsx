import { canonicalKind } from '../../core/ablation/turning.ts';
import { stackKinds } from '../../core/stack.ts';
import { headName } from '../../core/tensor.ts';
import type { PartProps } from './partProps.ts';
import { usedWords } from './turnedWords.ts';
import styles from './inside.module.css';

type TurnedNoteProps = Pick<PartProps, 'stack' | 'head'> & {
  /** Whether what stands here are the head's own weights, or what came of those that were used. */
  readonly isOwn: boolean;
};

/** Of a head that is turned down in the run: whether a step shows what the model makes, or what was used. */
export function TurnedNote({ stack, head, isOwn }: TurnedNoteProps) {
  const kind = canonicalKind(stack.tensor.kind, stackKinds(stack.run));
  const used = usedWords(stack.off, kind, head);
  if (used === null) return null;
  const name = headName(stack.tensor, head);
  return (
    <p className={styles.refusal} role="note">
      {isOwn
        ? `The weights here are the model’s own for ${name}. What was used from here on: ${used}.`
        : `What was used for ${name} in this run: ${used}. Its own weights stand at step 12.`}
    </p>
  );
}
