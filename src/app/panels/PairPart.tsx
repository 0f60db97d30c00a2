import { useMemo } from 'react';
import type { CombinedComparison } from '../../core/alike/combine.ts';
import { pairOf, verdictOf } from '../../core/alike/verdict.ts';
import { percent, twoDecimals } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { AttentionMatrix } from '../../views/AttentionMatrix/AttentionMatrix.tsx';
import { largestOfPair, patternPair } from '../../views/paint/largestDifference.ts';
import { DifferenceLegend } from '../../views/parts/DifferenceLegend.tsx';
import { alignedChanges, preciseNumber } from '../../views/parts/numbers.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { kindOnScreen } from '../ablation/turning.ts';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { verdictWords } from '../studies/alike.ts';
import { basisWords } from '../studies/basisWords.ts';
import { MEASURE_WORDS } from '../studies/importance.ts';
import { interactionOf, interactionVariants, interactionWords, isOfPair, spreadWords } from '../studies/interaction.ts';
import type { MeasureStudy } from '../studies/studies.ts';
import { StudyBar } from '../studies/StudyBar.tsx';
import type { StudyControls } from '../studies/studyControls.ts';
import { hasHead } from '../useStack.ts';
import type { ShownStack } from '../useStack.ts';
import type { StudyPanelProps } from './ImportancePanel.tsx';
import controls from './controls.module.css';
import styles from '../studies/studies.module.css';

const selectPair = (state: AppState) => state.studies.pair;
const selectTau = (state: AppState) => state.view.tau;
const selectScale = (state: AppState) => state.view.scale;
const selectMode = (state: AppState) => state.view.mode;
const selectCanAblate = (state: AppState) => state.model.status === 'ready' && state.model.ablation !== null;
const selectStudy = (state: AppState) => state.studies.measured.interaction ?? null;

type PairPartProps = StudyPanelProps & {
  readonly comparison: CombinedComparison;
  readonly stack: ShownStack;
};

/** Two heads side by side, their difference, and what they are to each other. */
export function PairPart(props: PairPartProps) {
  const pair = useApp(selectPair);
  const { stack, comparison } = props;
  if (pair === null) {
    return <p className={styles.words}>Choose two heads: a cell of the square, or two points one after the other.</p>;
  }
  if (!pair.every((head) => hasHead(stack, head)) || comparison.nHeads !== stack.tensor.nHeads) return null;
  // The first in the model's order is the one that the other is taken from.
  const [a, b] = pair.toSorted((x, y) => x.layer - y.layer || x.head - y.head);
  return a === undefined || b === undefined ? null : (
    <Pair key={`${formatHead(a)} ${formatHead(b)}`} {...props} a={a} b={b} />
  );
}

function Pair({
  comparison,
  stack,
  hover,
  scheme,
  rem,
  studies,
  a,
  b,
}: PairPartProps & { readonly a: HeadRef; readonly b: HeadRef }) {
  const tau = useApp(selectTau);
  const { tensor } = stack;
  const [nameA, nameB] = [headName(tensor, a), headName(tensor, b)];
  const figures = pairOf(comparison, a, b);
  const verdict = verdictOf(figures, { tau, nTexts: comparison.nTexts });
  return (
    <section ref={comeIntoView} aria-label={`${nameA} and ${nameB}`} className={styles.pair}>
      <h2>
        {nameA} and {nameB}
      </h2>
      <p className={styles.words}>
        {verdictWords(verdict, figures, tau, comparison.nTexts)} Distance <b>{twoDecimals(figures.distance)}</b>, on
        words alone <b>{twoDecimals(figures.contentDistance)}</b>; on words lie <b>{percent(figures.massA)}</b> of{' '}
        {nameA}’s and <b>{percent(figures.massB)}</b> of {nameB}’s attention.{' '}
        <button type="button" className={controls.link} onClick={() => pinBoth(a, b)}>
          Pin both
        </button>
      </p>
      <Pictures stack={stack} hover={hover} scheme={scheme} rem={rem} a={a} b={b} />
      <Backup studies={studies} a={a} b={b} nameA={nameA} nameB={nameB} />
    </section>
  );
}

/** What was asked for above may have no room to be seen. */
function comeIntoView(section: HTMLElement | null): void {
  section?.scrollIntoView({ block: 'nearest' });
}

type PicturesProps = Omit<StudyPanelProps, 'studies'> & {
  readonly stack: ShownStack;
  readonly a: HeadRef;
  readonly b: HeadRef;
};

function Pictures({ stack, hover, scheme, rem, a, b }: PicturesProps) {
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

type BackupProps = {
  readonly studies: StudyControls | null;
  readonly a: HeadRef;
  readonly b: HeadRef;
  readonly nameA: string;
  readonly nameB: string;
};

/** Equal patterns are not equal work: whether one head stands in for the other shows only when both are off. */
function Backup({ studies, a, b, nameA, nameB }: BackupProps) {
  const kind = useApp(kindOnScreen);
  const mode = useApp(selectMode);
  const canAblate = useApp(selectCanAblate);
  const found = useApp(selectStudy);
  const study = found !== null && isOfPair(found, kind, a, b) ? found : null;
  if (!canAblate) {
    // A recording may hold the answer.
    return study?.status === 'done' ? (
      <BackupFound study={study} nameA={nameA} nameB={nameB} />
    ) : (
      <p className={styles.words}>Where no model runs, whether one stands in for the other cannot be tried.</p>
    );
  }
  return (
    <>
      <StudyBar study={study} controls={studies}>
        <button
          type="button"
          disabled={studies === null}
          onClick={() => studies?.measure('interaction', interactionVariants(mode, kind, a, b))}
        >
          Is one the backup of the other?
        </button>
      </StudyBar>
      {study === null ? null : <BackupFound study={study} nameA={nameA} nameB={nameB} />}
    </>
  );
}

function BackupFound({
  study,
  nameA,
  nameB,
}: {
  readonly study: MeasureStudy;
  readonly nameA: string;
  readonly nameB: string;
}) {
  const found = useMemo(() => interactionOf(study), [study]);
  if (found === null) return null;
  const { effects, value, noise, measure } = found;
  const { quantity, unit } = MEASURE_WORDS[measure];
  const [withoutA, withoutB, withoutBoth, both] = alignedChanges([...effects, value]);
  const spread = spreadWords(found);
  return (
    <p ref={comeIntoView} className={styles.words} role="status">
      {interactionWords(found)} Change of the {quantity} without {nameA} <b>{withoutA}</b>, without {nameB}{' '}
      <b>{withoutB}</b>, without both <b>{withoutBoth}</b>: interaction <b>{both}</b> {unit}, over{' '}
      {basisWords(study.basis)}
      {spread === '' ? '' : `; ${spread}`}; noise {preciseNumber(noise)}.
    </p>
  );
}

function pinBoth(a: HeadRef, b: HeadRef): void {
  dispatch({ type: 'viewChanged', change: { heads: [a, b], panel: 'heads' } });
}
