import { useMemo, useState } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { pairOf, verdictOf } from '../../core/alike/verdict.ts';
import { percent, twoDecimals } from '../../core/numberWords.ts';
import { hasHead, formatHead, sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import { largestOfPair, patternPair } from '../../views/paint/largestDifference.ts';
import { DifferenceLegend } from '../../views/parts/DifferenceLegend.tsx';
import { Term } from '../../views/parts/Term.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { useStage } from '../stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { verdictWords } from './alikeWords.ts';
import { inOrder, withTwins } from '../shown/twins.ts';
import { MAX_HEADS } from '../state/fields.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { BackupPart } from './BackupPart.tsx';
import { comeIntoView } from '../parts/comeIntoView.ts';
import controls from '../parts/controls.module.css';
import styles from '../study/studies.module.css';

const selectPair = (state: AppState) => state.view.twins;
const selectPinned = (state: AppState) => state.view.heads;
const selectTau = (state: AppState) => state.view.groups;
const selectScale = (state: AppState) => state.view.scale;

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
          <Judged comparison={comparison} a={a} b={b} nameA={nameA} nameB={nameB} />
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
      <Pictures stack={stack} a={a} b={b} />
      <BackupPart a={a} b={b} nameA={nameA} nameB={nameB} />
    </section>
  );
}

const VERDICT_TERMS = { Redundant: 'redundant', redundant: 'redundant' } as const;

type JudgedProps = {
  readonly comparison: CombinedComparison;
  readonly a: HeadRef;
  readonly b: HeadRef;
  readonly nameA: string;
  readonly nameB: string;
};

function Judged({ comparison, a, b, nameA, nameB }: JudgedProps) {
  const tau = useApp(selectTau);
  const figures = pairOf(comparison, a, b);
  const { nTexts, nContentTexts } = comparison;
  const verdict = verdictOf(figures, { tau, nTexts: nContentTexts });
  const massOf = (mass: number): string => (Number.isNaN(mass) ? '–' : percent(mass));
  return (
    <>
      {withTerms(
        verdictWords(verdict, figures, tau, verdict.verdict === 'redundant' ? nContentTexts : nTexts),
        VERDICT_TERMS,
      )}{' '}
      <Term of="distance">Distance</Term> <b>{twoDecimals(figures.distance)}</b>, on{' '}
      <Term of="content-keys">content keys</Term> <b>{twoDecimals(figures.contentDistance)}</b>; on content keys lie{' '}
      <b>{massOf(figures.massA)}</b> of {nameA}’s and <b>{massOf(figures.massB)}</b> of {nameB}’s attention.{' '}
    </>
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

type PicturesProps = {
  readonly stack: ShownStack;
  readonly a: HeadRef;
  readonly b: HeadRef;
};

function Pictures({ stack, a, b }: PicturesProps) {
  const { hover, scheme, rem } = useStage();
  const [box, size] = useSize();
  const scale = useApp(selectScale);
  const { tensor } = stack;
  const other = useMemo(() => shifted(tensor, a, b), [tensor, a, b]);
  const max = useMemo(
    () => largestOfPair(patternPair(tensor, other, a, stack.isCausal, stack.hidden)) || 1,
    [tensor, other, a, stack],
  );
  const columns = size.width > 44 * rem ? 3 : size.width > 28 * rem ? 2 : 1;
  const width = Math.floor((size.width - (columns - 1) * 1.2 * rem) / columns);
  const shared = {
    queryTokens: stack.queryTokens,
    keyTokens: stack.keyTokens,
    isCausal: stack.isCausal,
    hidden: stack.hidden,
    mode: scale,
    scheme,
    rem,
    width,
    height: Math.min(width, 22 * rem),
    marks: NO_MARKS,
    hover,
  };
  const names = useMemo((): readonly [string, string] => [headName(tensor, b), headName(tensor, a)], [tensor, a, b]);
  const pictures = [
    { key: 'a', title: headName(tensor, a), head: a, base: null },
    { key: 'b', title: headName(tensor, b), head: b, base: null },
    { key: 'difference', title: `${headName(tensor, a)} − ${headName(tensor, b)}`, head: a, base: other },
  ];
  return (
    <div ref={box} className={styles.plots}>
      {size.width === 0
        ? null
        : pictures.map(({ key, title, head, base }) => (
            <figure key={key} className={styles.figure} style={{ width }}>
              <figcaption>{title}</figcaption>
              <AttentionMatrix
                {...shared}
                tensor={tensor}
                head={head}
                base={base}
                baseNames={names}
                differenceMax={max}
              />
              {base === null ? null : (
                <DifferenceLegend max={max} scheme={scheme} title="difference of the weights" showsLeftOut={null} />
              )}
            </figure>
          ))}
    </div>
  );
}

const NO_MARKS: readonly never[] = [];

/**
 * The same patterns, so placed that head `a` of the result is head `b` of the tensor: a view on the same memory, without a copy.
 * `a` must come before `b` in the model's order; heads so far on that they have no such partner are not to be asked for.
 */
function shifted(tensor: AttentionTensor, a: HeadRef, b: HeadRef): AttentionTensor {
  const by = (b.layer - a.layer) * tensor.nHeads + b.head - a.head;
  return { ...tensor, data: tensor.data.subarray(by * tensor.nQueries * tensor.nKeys) };
}
