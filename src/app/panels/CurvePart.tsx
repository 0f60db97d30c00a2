import { useDeferredValue, useMemo, useState } from 'react';
import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { formatAblation } from '../../core/ablation/address.ts';
import { curveSizes, headsOf, prefixes, pruningOrder, randomOrder } from '../../core/ablation/orders.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { PruningCurve } from '../../views/PruningCurve/PruningCurve.tsx';
import { isRecording } from '../ablation/shown.ts';
import { turnedName } from '../ablation/turnedName.ts';
import { ablateAs, kindOnScreen } from '../ablation/turning.ts';
import type { AppState } from '../state.ts';
import { useApp } from '../store.ts';
import { CURVE_ORDERS, CURVE_PURPOSES, CURVE_WORDS, curveOf } from '../studies/curve.ts';
import type { CurveOrder } from '../studies/curve.ts';
import { basisWords } from '../studies/basisWords.ts';
import { MEASURE_WORDS } from '../studies/importance.ts';
import type { Importance } from '../studies/importance.ts';
import { isUnderWay } from '../studies/studies.ts';
import { StudyBar } from '../studies/StudyBar.tsx';
import type { StudyControls } from '../studies/studyControls.ts';
import { useStack } from '../useStack.ts';
import { Choice } from './Choice.tsx';
import { CurveTable } from './CurveTable.tsx';
import type { DrawnCurve } from './CurveTable.tsx';
import { TableToggle } from './TableToggle.tsx';
import styles from '../studies/studies.module.css';

/** More sets than this are not measured: a curve has no more points to the eye. */
const MAX_SETS = 72;
const SEED = 1;

const selectMeasured = (state: AppState) => state.studies.measured;
const selectMode = (state: AppState) => state.view.mode;
const selectPinned = (state: AppState) => state.view.heads;
const selectTurned = (state: AppState) => state.view.ablation;

export type CurvePartProps = {
  /** What the order by importance is made from; null until every head has been measured. */
  readonly importance: Importance | null;
  readonly studies: StudyControls | null;
  readonly rem: number;
};

/** The pruning curve: heads are taken away one after another, in up to three orders. */
export function CurvePart({ importance, studies, rem }: CurvePartProps) {
  const measured = useApp(selectMeasured);
  const isRecorded = useApp(isRecording);
  const stack = useStack();
  const all = useMemo(() => (stack === null ? [] : headsOf(stack.run.attention)), [stack]);
  // Of a recording there is what its file holds.
  if (isRecorded && CURVE_ORDERS.every((order) => measured[CURVE_PURPOSES[order]] === undefined)) return null;
  return (
    <>
      <h2>Taking heads away</h2>
      {isRecorded ? null : <CurveStart importance={importance} studies={studies} all={all} />}
      <Curves measured={measured} nHeads={all.length} rem={rem} />
      <p className={styles.words}>
        What this does not show: nothing is trained again after heads are taken away, and only this text is asked, so
        published shares of “heads that can go” do not carry over. Heads that stand in for one another lose little one
        by one and much together: see “Alike”.
      </p>
    </>
  );
}

type CurveStartProps = Omit<CurvePartProps, 'rem'> & { readonly all: readonly TurnedHead[] };

/** In which order heads are to go, and what begins it. */
function CurveStart({ importance, studies, all }: CurveStartProps) {
  const measured = useApp(selectMeasured);
  const mode = useApp(selectMode);
  const pinned = useApp(selectPinned);
  const kind = useApp(kindOnScreen);
  const [order, setOrder] = useState<CurveOrder>('importance');
  const ordered = useMemo((): readonly TurnedHead[] => {
    switch (order) {
      case 'importance':
        return importance === null
          ? []
          : pruningOrder(
              importance.heads.map(({ head }) => head),
              importance.heads.map(({ effect }) => effect),
            );
      case 'own':
        return pinned.map((head) => ({ ...head, kind, keep: 0 }));
      case 'random':
        return randomOrder(all, SEED);
    }
  }, [order, importance, pinned, kind, all]);
  const current = CURVE_ORDERS.map((one) => measured[CURVE_PURPOSES[one]]).find(isUnderWay) ?? null;
  const study = current ?? measured[CURVE_PURPOSES[order]] ?? null;
  const why =
    order === 'importance' && importance === null
      ? 'Measure every head first.'
      : order === 'own' && pinned.length === 0
        ? 'Pin heads first, the one to go first before the others.'
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
      <StudyBar study={study} controls={studies}>
        <button
          type="button"
          disabled={studies === null || ordered.length === 0}
          title={why}
          onClick={() =>
            studies?.measure(CURVE_PURPOSES[order], prefixes(ordered, mode, curveSizes(ordered.length, MAX_SETS)))
          }
        >
          Draw the curve
        </button>
        {why === '' ? null : <span className={styles.words}>{why}</span>}
      </StudyBar>
    </>
  );
}

function Curves({
  measured,
  nHeads,
  rem,
}: {
  readonly measured: AppState['studies']['measured'];
  readonly nHeads: number;
  readonly rem: number;
}) {
  const shown = useDeferredValue(measured);
  const turned = useApp(selectTurned);
  const isRecorded = useApp(isRecording);
  const [box, size] = useSize();
  const [isTable, setTable] = useState(false);
  const attention = useStack()?.run.attention ?? NO_ATTENTION;
  const drawn = useMemo(
    () =>
      CURVE_ORDERS.flatMap((order): readonly DrawnCurve[] => {
        const study = shown[CURVE_PURPOSES[order]];
        if (study === undefined) return [];
        return [{ order, study, curve: curveOf(order, study, (head) => turnedName(attention, head)) }];
      }),
    [shown, attention],
  );
  const series = useMemo(() => drawn.map(({ curve }) => curve.series), [drawn]);
  const selected = useMemo(() => selectedIn(drawn, turned), [drawn, turned]);
  const last = drawn.find(({ curve }) => curve.series.points.length > 0);
  const words = MEASURE_WORDS[last?.curve.measure ?? 'loss'];
  const select = (id: string, nRemoved: number): void => {
    const variant = drawn
      .find(({ order }) => order === id)
      ?.study.plan.variants.find(({ heads }) => heads.length === nRemoved);
    if (variant !== undefined) ablateAs(variant);
  };
  return (
    <div ref={box}>
      {last === undefined || size.width === 0 ? null : (
        <>
          <PruningCurve
            series={series}
            nHeads={nHeads}
            baseline={last.curve.baseline}
            quantity={words.quantity}
            unit={words.unit}
            width={Math.min(size.width, 48 * rem)}
            height={15 * rem}
            rem={rem}
            selected={selected}
            isRunning={drawn.some(({ study }) => isUnderWay(study))}
            onSelect={select}
          />
          {restsOn(drawn).map((text) => (
            <p key={text} className={styles.words}>
              {text}
            </p>
          ))}
          {isRecorded ? null : (
            <p className={styles.words}>A point stands for a set of heads: press on it to switch them off.</p>
          )}
          <TableToggle isTable={isTable} onChange={setTable} />
          {isTable ? <CurveTable drawn={drawn} unit={words.unit} quantity={words.quantity} /> : null}
        </>
      )}
    </div>
  );
}

const NO_ATTENTION: readonly never[] = [];

/** On what the lines rest: once where it is the same for all of them. */
function restsOn(drawn: readonly DrawnCurve[]): readonly string[] {
  const texts = drawn.map(
    ({ study }) => `over ${basisWords(study.basis)}, ${study.plan.variants[0]?.mode} in place of each head.`,
  );
  const [first = ''] = texts;
  if (texts.every((text) => text === first)) return [`Measured ${first}`];
  return drawn.map(({ order }, at) => `${CURVE_WORDS[order]}: ${texts[at]}`);
}

/** The point of a curve whose heads are those that are switched off. */
function selectedIn(drawn: readonly DrawnCurve[], turned: readonly TurnedHead[]) {
  if (turned.length === 0) return null;
  const name = nameOf(turned);
  for (const { order, study } of drawn) {
    const at = study.plan.variants.find(({ heads }) => heads.length === turned.length && nameOf(heads) === name);
    if (at !== undefined) return { series: order, nRemoved: at.heads.length };
  }
  return null;
}

/** A set of heads has one name, whatever the order in which they went. */
function nameOf(heads: readonly TurnedHead[]): string {
  return heads
    .map((head) => formatAblation([head]))
    .toSorted()
    .join();
}
