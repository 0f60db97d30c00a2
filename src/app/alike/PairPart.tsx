import { useState } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { hasHead, formatHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { inOrder, withTwins } from '../shown/twins.ts';
import { MAX_HEADS } from '../state/fields.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { BackupPart } from './BackupPart.tsx';
import { PairPictures } from './PairPictures.tsx';
import { PairVerdictWords } from './PairVerdictWords.tsx';
import { comeIntoView } from '../parts/comeIntoView.ts';
import controls from '../parts/controls.module.css';
import styles from '../parts/studies.module.css';

const selectPair = (state: AppState) => state.view.twins;
const selectPinned = (state: AppState) => state.view.heads;

type PairPartProps = {
  /** Null until heads have been compared, and where nothing could be told. */
  readonly comparison: CombinedComparison | null;
  readonly stack: ShownStack;
};

/** Two heads side by side, their difference, and what they are to each other. */
export function PairPart(props: PairPartProps) {
  const pair = useApp(selectPair);
  // A pair that was there before, as in a link, does not push away what stands above it.
  const [before] = useState(pair);
  const { stack, comparison } = props;
  if (pair === null) {
    if (comparison === null) return null;
    return <p className={styles.words}>Choose two heads: a cell of the square, or two points one after the other.</p>;
  }
  if (!pair.every((head) => hasHead(stack.tensor, head))) return null;
  if (comparison !== null && comparison.nHeads !== stack.tensor.nHeads) return null;
  // The first in the model's order is the one that the other is taken from.
  const [a, b] = inOrder(pair);
  return <Pair key={`${formatHead(a)} ${formatHead(b)}`} {...props} a={a} b={b} isNew={pair !== before} />;
}

function Pair({
  comparison,
  stack,
  a,
  b,
  isNew,
}: PairPartProps & { readonly a: HeadRef; readonly b: HeadRef; readonly isNew: boolean }) {
  const { tensor } = stack;
  const [nameA, nameB] = [headName(tensor, a), headName(tensor, b)];
  return (
    <section ref={isNew ? comeIntoView : undefined} aria-label={`${nameA} and ${nameB}`} className={styles.pair}>
      <h2>
        {nameA} and {nameB}
      </h2>
      <p className={styles.words}>
        {comparison === null ? (
          'Compare to know how far apart they are. '
        ) : (
          <PairVerdictWords comparison={comparison} a={a} b={b} nameA={nameA} nameB={nameB} />
        )}
        <PinBoth a={a} b={b} /> ·{' '}
        <button
          type="button"
          className={controls.link}
          onClick={() => dispatch({ type: 'viewChanged', change: { twins: null } })}
        >
          Let go
        </button>
      </p>
      <PairPictures stack={stack} a={a} b={b} />
      <BackupPart a={a} b={b} nameA={nameA} nameB={nameB} />
    </section>
  );
}

/** Pins the two beside what is pinned, and shows the pinned heads. */
function PinBoth({ a, b }: { readonly a: HeadRef; readonly b: HeadRef }) {
  const pinned = useApp(selectPinned);
  const heads = withTwins(pinned, [a, b]);
  return (
    <button
      type="button"
      className={controls.link}
      disabled={heads === null}
      title={heads === null ? `${pinned.length} heads are pinned already: there is room for ${MAX_HEADS}` : undefined}
      onClick={() => {
        if (heads === null) return;
        dispatch({ type: 'viewChanged', change: { heads, panel: 'heads' } });
        dispatch({ type: 'pinActivated', index: heads.findIndex((head) => sameHead(head, b)) });
      }}
    >
      Pin both
    </button>
  );
}
