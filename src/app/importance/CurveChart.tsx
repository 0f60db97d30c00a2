import { useDeferredValue, useMemo, useState } from 'react';
import type { TurnedHead } from '../../core/ablation/ablation.ts';
import { formatAblation } from '../../core/ablation/address.ts';
import { useSize } from '../../views/parts/useSize.ts';
import { PruningCurve } from '../../views/PruningCurve/PruningCurve.tsx';
import { prunedOnScreen } from '../shown/storedModel.ts';
import { otherBasis } from '../shown/otherBasis.ts';
import { textOnScreen } from '../shown/inputOnScreen.ts';
import { isRecording } from '../shown/shown.ts';
import { shownCurves } from '../shown/shownCurves.ts';
import { ablateAs } from '../shown/turning.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { basisWords } from '../shown/basisWords.ts';
import { CURVE_WORDS } from '../shown/curve.ts';
import type { Curve, Curves } from '../shown/curve.ts';
import { apartWords, modeOf } from '../parts/curveWords.ts';
import { leftOutWords, restingWords } from '../shown/restingWords.ts';
import { isUnderWay } from '../state/studies.ts';
import { useAttention } from '../shown/useAttention.ts';
import { CurveTable } from './CurveTable.tsx';
import { TableToggle } from '../parts/TableToggle.tsx';
import styles from '../parts/studies.module.css';

const selectMeasured = (state: AppState) => state.studies.measured;
const selectBy = (state: AppState) => state.studies.sentences.by;
const selectTurned = (state: AppState) => state.view.ablation;

/** The curves that were measured on the same sentences, what they rest on, and their numbers. */
export function CurveChart({ nHeads }: { readonly nHeads: number }) {
  const { rem } = useStage();
  const shown = useDeferredValue(useApp(selectMeasured));
  const turned = useApp(selectTurned);
  const by = useApp(selectBy);
  const isRecorded = useApp(isRecording);
  const [box, size] = useSize();
  const [isTable, setTable] = useState(false);
  const attention = useAttention();
  const pruned = useApp(prunedOnScreen);
  const curves = shownCurves(shown, attention, by);
  const { drawn, values, hasPoints } = curves;
  const text = useApp(textOnScreen);
  const isOther = drawn.some(({ study }) => otherBasis(study.basis, text) !== null);
  const thing = drawn[0]?.study.basis.thing ?? 'sentence';
  const selected = useMemo(() => selectedIn(drawn, turned), [drawn, turned]);
  const select = (id: string, nRemoved: number): void => {
    const curve = drawn.find(({ order }) => order === id);
    const mode = curve?.study.plan.variants[0]?.mode;
    if (mode === undefined) return;
    ablateAs(curve?.study.plan.variants.find(({ heads }) => heads.length === nRemoved) ?? { mode, heads: [] });
  };
  return (
    <div ref={box}>
      {values === null || !hasPoints || size.width === 0 ? null : (
        <>
          <div className={isOther ? styles.other : undefined}>
            <PruningCurve
              {...values}
              width={Math.min(size.width, 48 * rem)}
              height={15 * rem}
              rem={rem}
              selected={selected}
              isRunning={drawn.some(({ study }) => isUnderWay(study))}
              onSelect={select}
            />
          </div>
          <CurveWords curves={curves} nHeads={nHeads} isRecorded={isRecorded} />
          {isRecorded ? null : (
            <p className={styles.words}>
              {isOther ? <span className={styles.mark}>Grey: the {thing} on screen has changed since. </span> : null}
              A point stands for a set of heads: click it to switch them off
              {drawn.some(({ nDraws }) => nDraws > 1) ? '; at random, those of the first order' : ''}.
            </p>
          )}
          {pruned === '' ? null : <p className={styles.words}>{pruned}</p>}
          <TableToggle isTable={isTable} onChange={setTable} />
          {isTable ? <CurveTable curves={drawn} nHeads={nHeads} /> : null}
        </>
      )}
    </div>
  );
}

type WordsProps = { readonly curves: Curves; readonly nHeads: number; readonly isRecorded: boolean };

/** What each line rests on, and which lines are not beside them. */
function CurveWords({ curves, nHeads, isRecorded }: WordsProps) {
  return (
    <>
      {curves.drawn.map((curve) => (
        <p key={curve.order} className={styles.words}>
          {CURVE_WORDS[curve.order]}: over {restingWords(curve.study, curve.inputs)}, {modeOf(curve.study)} in place of
          each head{ordersWords(curve)}.{leftWords(curve, nHeads)} {leftOutWords(curve.study)}
        </p>
      ))}
      {curves.others.map((one) => (
        <p key={one.order} className={styles.words}>
          <span className={styles.mark}>{apartWords(one)}</span> One chart holds curves of the same{' '}
          {one.study.basis.thing}s and the same mode{isRecorded ? '' : ': draw it again to compare'}.
        </p>
      ))}
      <p className={styles.words}>{limitWords(curves.drawn)}</p>
    </>
  );
}

function limitWords([first]: readonly Curve[]): string {
  const n = first?.inputs.size ?? 1;
  const asked =
    n === 1 || first === undefined
      ? `only ${first === undefined ? 'this text' : basisOf(first)} is`
      : `only these ${n} ${first.study.basis.thing}s are`;
  return `What this does not show: nothing is trained again after heads are taken away, and ${asked} asked, so published shares of “heads that can go” do not carry over. Heads that stand in for one another lose little one by one and much together: see “Alike”.`;
}

function basisOf({ study, inputs }: Curve): string {
  const texts = study.basis.texts.filter((_, index) => inputs.has(index));
  return texts.length === 1 ? basisWords({ ...study.basis, texts }) : 'this text';
}

/** Of how many orders the line is, where it is of several. */
function ordersWords({ draws, nDraws }: Curve): string {
  if (nDraws === 1) return '';
  return draws.length > 1
    ? `; mean of ${draws.length}${draws.length < nDraws ? ` of ${nDraws}` : ''} random orders, the band from the least to the largest`
    : `; the first of ${nDraws} random orders so far`;
}

/** How many heads the order leaves alone. */
function leftWords({ study }: Curve, nHeads: number): string {
  const nGone = Math.max(0, ...study.plan.variants.map(({ heads }) => heads.length));
  return nGone >= nHeads ? '' : ` It takes ${nGone} of ${nHeads} heads away; the others stay.`;
}

/** The point of a curve whose heads are those that are switched off: of several orders, of the first. */
function selectedIn(drawn: readonly Curve[], turned: readonly TurnedHead[]) {
  if (turned.length === 0) return null;
  const name = nameOf(turned);
  for (const { order, draws } of drawn) {
    const at = draws[0]?.find(({ variant: { heads } }) => heads.length === turned.length && nameOf(heads) === name);
    if (at !== undefined) return { series: order, nRemoved: turned.length };
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
