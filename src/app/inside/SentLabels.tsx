import { useMemo, useState } from 'react';
import type { LabelId } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { LabelPanel } from '../../views/LabelPanel/LabelPanel.tsx';
import controls from '../parts/controls.module.css';
import { SENT_BASIS } from '../parts/choiceWords.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { useInside, useNewest } from '../shown/useInside.ts';
import { InsideTrouble } from './InsideTrouble.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import { ofRun } from './rowBasis.ts';
import styles from './inside.module.css';

type SentLabelsProps = Pick<PartProps, 'stack' | 'head'>;

/** Labels are of the weights; asked for, the head gets those of what comes from each key as well. */
export function SentLabels({ stack, head }: SentLabelsProps) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <p className={styles.words}>
        The head’s labels are of its weights.{' '}
        <button
          type="button"
          className={controls.link}
          aria-expanded={isAsked}
          onClick={() => setAsked(!isAsked)}
        >{`${isAsked ? 'Leave' : 'Work out'} its labels ${SENT_BASIS}`}</button>
      </p>
      {isAsked ? <Labels stack={stack} head={head} /> : null}
    </>
  );
}

function Labels({ stack, head }: SentLabelsProps) {
  const [selected, setSelected] = useState<LabelId | null>(null);
  const { kind, layerNumbers } = stack.tensor;
  const { off } = stack;
  const question = useMemo(() => ({ about: 'sent-label', kind, head, ...ofRun(off) }) as const, [kind, head, off]);
  const asked = useInside('sent-label', question);
  const newest = useNewest('sent-label');
  const { answer, error } = asked;
  if (error !== null) return <InsideTrouble asked={asked} />;
  if (newest === null)
    return (
      <p className={styles.words} role="status">
        The labels of {headName(stack.tensor, head)} {SENT_BASIS} are on their way …
      </p>
    );
  if (newest.about === 'refused') return <p className={styles.refusal}>{refusalWords(newest.refusal)}</p>;
  const { report } = newest;
  return (
    <div className={styles.stage} aria-busy={answer === null}>
      <LabelPanel
        key={formatHead(head)}
        report={{ ...report, layer: layerNumbers?.[report.layer] ?? report.layer }}
        isComing={false}
        selected={selected}
        onSelect={setSelected}
        isPreview={false}
        nSentences={1}
        piece={pieceWord(stack, 'key')}
        basis={SENT_BASIS}
      />
      <p className={styles.words}>
        By the same rules, scores and chance levels as labels of weights, with each row of the map divided by its sum.
        These are not the labels of the grid.
      </p>
    </div>
  );
}
