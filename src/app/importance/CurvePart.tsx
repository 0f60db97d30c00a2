import { useMemo, useState } from 'react';
import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { headsOf } from '../../core/ablation/orders.ts';
import { sameHead } from '../../core/selection.ts';
import { isRecording } from '../shown/shown.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { basisName } from '../shown/inputOnScreen.ts';
import { textsNow } from '../shown/basis.ts';
import { CURVE_ORDERS } from '../../core/study/curveSets.ts';
import { CURVE_PURPOSES, CURVE_WORDS } from '../shown/curve.ts';
import type { CurveOrder } from '../../core/study/curveSets.ts';
import { curveVariants, ordersOf } from '../../core/study/curveSets.ts';
import type { Importance } from '../../core/study/importance.ts';
import { restingWords } from '../shown/restingWords.ts';
import { isUnderWay } from '../state/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { StudyBar } from '../parts/StudyBar.tsx';
import { useStack } from '../shown/useStack.ts';
import { Term } from '../../views/parts/Term.tsx';
import { Choice } from '../parts/Choice.tsx';
import { CurveChart } from './CurveChart.tsx';
import styles from '../parts/studies.module.css';

const selectMeasured = (state: AppState) => state.studies.measured;
const selectMode = (state: AppState) => state.view.mode;
const selectPinned = (state: AppState) => state.view.heads;

/** Every head measured, and the study that it was measured in. */
type WholeImportance = { readonly study: MeasureStudy; readonly importance: Importance };

type CurvePartProps = {
  /** What the order by importance is made from; null until every head has been measured. */
  readonly whole: WholeImportance | null;
};

/** The pruning curve: heads are taken away one after another, in up to three orders. */
export function CurvePart({ whole }: CurvePartProps) {
  const measured = useApp(selectMeasured);
  const isRecorded = useApp(isRecording);
  const stack = useStack();
  const all = useMemo(() => (stack === null ? [] : headsOf(stack.run.attention)), [stack]);
  // Of a recording there is what its file holds.
  if (isRecorded && CURVE_ORDERS.every((order) => measured[CURVE_PURPOSES[order]] === undefined)) return null;
  return (
    <section className={styles.part} aria-label="Taking heads away">
      <h2>
        <Term of="pruning-curve">Taking heads away</Term>
      </h2>
      {isRecorded ? null : <CurveStart whole={whole} all={all} />}
      <CurveChart nHeads={all.length} />
    </section>
  );
}

type CurveStartProps = CurvePartProps & { readonly all: readonly TurnedHead[] };

/** In which order heads are to go, and what begins it. */
function CurveStart({ whole, all }: CurveStartProps) {
  const measured = useApp(selectMeasured);
  const mode = useApp(selectMode);
  const pinned = useApp(selectPinned);
  const kind = useApp(kindOnScreen);
  const texts = useApp(textsNow);
  const [order, setOrder] = useState<CurveOrder>('importance');
  const isOfNow = whole !== null && isOf(whole.study, texts, mode);
  // A set with a head that nothing can stand in for cannot be made: which heads these are, measuring each has found out.
  const isUnknown = mode === 'ideal' && !isOfNow;
  const removable = useMemo(() => (isOfNow ? measuredHeads(whole, all) : all), [isOfNow, whole, all]);
  const orders = useMemo(() => {
    const heads = pinned.map((head) => ({ ...head, kind, keep: 0 }));
    const found = ordersOf(order, { all, pinned: heads, importance: whole?.importance ?? null });
    return found.map((one) => one.filter((head) => removable.some((other) => isSame(head, other))));
  }, [order, all, pinned, kind, whole, removable]);
  const current = CURVE_ORDERS.map((one) => measured[CURVE_PURPOSES[one]]).find(isUnderWay) ?? null;
  const study = current ?? measured[CURVE_PURPOSES[order]] ?? null;
  const variants = isUnknown ? [] : curveVariants(orders, mode);
  const why =
    order === 'importance' && whole === null
      ? 'Measure every head first.'
      : isUnknown
        ? 'Measure every head first, in the mode ideal: that finds the heads that have a pattern to put in their place.'
        : order === 'own' && pinned.length === 0
          ? 'Pin heads first, the one to go first before the others.'
          : variants.length === 0
            ? 'None of these heads can be switched off like that.'
            : '';
  return (
    <>
      <div>
        <Choice
          name="order"
          title="Order"
          values={CURVE_ORDERS}
          value={order}
          wordsOf={(one) => CURVE_WORDS[one]}
          onChange={setOrder}
        />
      </div>
      <StudyBar study={study}>
        <button
          type="button"
          disabled={variants.length === 0}
          title={why}
          onClick={() => dispatch({ type: 'measureAsked', purpose: CURVE_PURPOSES[order], variants })}
        >
          Draw the curve
        </button>
        {why === '' ? null : <span className={styles.words}>{why}</span>}
      </StudyBar>
      {why === '' && removable.length < all.length ? (
        <p className={styles.words}>
          {all.length - removable.length} of {all.length} heads{' '}
          {mode === 'ideal' ? 'have no pattern to put in their place' : 'cannot be switched off like that'} and stay on.
        </p>
      ) : null}
      {order === 'importance' && whole !== null && !isOfNow ? (
        <p className={styles.words}>
          The order is that of what was measured above: over {restingWords(whole.study)},{' '}
          {MODE_WORDS[whole.study.plan.variants[0]?.mode ?? mode].name} in place of the head.
        </p>
      ) : null}
      {order === 'own' && pinned.length > 0 ? (
        <p className={styles.words}>
          {pinned.length === 1 ? '1 head is' : `${pinned.length} heads are`} pinned, of {all.length}; up to 12 can be.
          The others stay on.
        </p>
      ) : null}
    </>
  );
}

/** Whether a study rests on these sentences, in this mode. */
function isOf({ basis, plan }: MeasureStudy, texts: string, mode: string): boolean {
  const named = basis.kind === 'sentence' ? basisName(basis) : basis.texts.join('\n');
  return named === texts && plan.variants[0]?.mode === mode;
}

/** The heads that could be measured on every sentence. */
function measuredHeads(whole: WholeImportance | null, all: readonly TurnedHead[]): readonly TurnedHead[] {
  if (whole === null) return [];
  const { plan, refused } = whole.study;
  const without = new Set(refused.map(({ variant }) => variant));
  const heads = plan.variants.flatMap((variant, index) => (without.has(index) ? [] : variant.heads));
  return all.filter((head) => heads.some((other) => isSame(head, other)));
}

function isSame(one: TurnedHead, other: TurnedHead): boolean {
  return one.kind === other.kind && sameHead(one, other);
}
