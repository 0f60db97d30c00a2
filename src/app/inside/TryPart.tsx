import { useMemo } from 'react';
import type { Objective } from '../../core/effect/effect.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { SharpnessEffect } from '../../core/inside/questions.ts';
import { headName } from '../../core/tensor.ts';
import { visibleText } from '../../core/tokenText.ts';
import { probabilityPair } from '../../core/numberWords.ts';
import { beforeAfter, preciseNumber } from '../../views/parts/numbers.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { Choice } from '../parts/Choice.tsx';
import { objectiveOf } from '../shown/shownImportance.ts';
import { pieceWord } from '../shown/pieceWord.ts';
import { canAblate } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { TriedOn } from '../state/view.ts';
import { InsideTrouble } from './InsideTrouble.tsx';
import type { PartProps } from './partProps.ts';
import { refusalWords } from './refusals.ts';
import { ofRun } from './rowBasis.ts';
import { triedHeads, triedSoftmax, triedWords } from './tried.ts';
import { useInside } from '../shown/useInside.ts';
import styles from './inside.module.css';

const selectTau = (state: AppState) => state.view.tau;
const selectIsUnscaled = (state: AppState) => state.view.isUnscaled;
const selectIsPending = ({ inside }: AppState) => inside.sharpness?.isPending === true;
const selectOn = (state: AppState) => state.view.triedOn;

const ON: readonly TriedOn[] = ['head', 'layer', 'all'];

type TryPartProps = Pick<PartProps, 'stack' | 'head' | 'road' | 'isPending'>;

/** Two ways to change the softmax, and what the model then says. */
export function TryPart({ stack, head, road, isPending }: TryPartProps) {
  const tau = useApp(selectTau);
  const isUnscaled = useApp(selectIsUnscaled);
  const on = useApp(selectOn);
  const how = useApp(triedSoftmax);
  const isLive = useApp(canAblate);
  // Its row says why nothing can be tried on it.
  const isOff = road.head.layer.change?.keep[head.head] === 0;
  const { scale } = road.head.layer;
  const hasScale = isPending || (scale.value !== null && scale.value !== 1);
  const change = (next: Partial<AppState['view']>): void => dispatch({ type: 'viewChanged', change: next });
  return (
    <div className={styles.try}>
      <h3 className={styles.title}>Try another softmax</h3>
      <div className={styles.controls}>
        <label>
          <input
            type="checkbox"
            checked={isUnscaled}
            disabled={!hasScale && !isUnscaled}
            onChange={(event) => change({ isUnscaled: event.target.checked, tau: 1 })}
          />{' '}
          scale off
        </label>
        <label className={styles.tau}>
          temperature
          <input
            type="range"
            min={-2}
            max={2}
            step={0.25}
            value={Math.log2(tau)}
            aria-label="Temperature"
            aria-valuetext={String(tau)}
            onChange={(event) => change({ tau: temperatureAt(Number(event.target.value)), isUnscaled: false })}
          />
          <output>{tau.toFixed(2)}</output>
        </label>
        <Choice
          name="tried"
          title="on"
          values={ON}
          value={on}
          wordsOf={(one) => ({ head: headName(stack.tensor, head), layer: 'its layer', all: 'all heads' })[one]}
          onChange={(one) => change({ triedOn: one })}
        />
        <button type="button" disabled={how === null} onClick={() => change({ tau: 1, isUnscaled: false })}>
          as it is
        </button>
      </div>
      {isLive && how !== null && !(isOff && on === 'head') ? (
        <Consequence stack={stack} head={head} road={road} isPending={isPending} on={on} />
      ) : null}
      <p className={styles.words}>
        {withTerms(
          `${isPending ? 'The scale …' : scaleWords(road.head.layer)} One is tried at a time: scale off puts the temperature back to 1. Below 1 a temperature makes rows sharper, above 1 flatter. The model was trained with the scale. This shows what its softmax would do without, not what a model trained without would be. Gradients, the reason why the scale is there, are not measured here.`,
          { scale: 'scale', temperature: 'temperature' },
        )}
      </p>
    </div>
  );
}

/** Powers of two in quarters, with two decimals: what the slider can be set to, and a link can say. */
function temperatureAt(power: number): number {
  return Math.round(100 * 2 ** power) / 100;
}

function scaleWords(layer: InsideLayer): string {
  const { value, place } = layer.scale;
  if (value === null) return 'The scale cannot be told here.';
  if (place === 'none' || value === 1) return 'This layer multiplies its products by no scale.';
  const isUsual = layer.dK !== null && Math.abs(value * Math.sqrt(layer.dK) - 1) < 1e-3;
  return isUsual
    ? `The scale is ${preciseNumber(value)} = 1/√${layer.dK ?? ''}.`
    : `The scale is ${preciseNumber(value)}, not 1/√d_k.`;
}

type ConsequenceProps = TryPartProps & { readonly on: TriedOn };

/** Asked of the model while it is shown: one run with the patterns of these heads replaced. */
function Consequence({ stack, head, road, on }: ConsequenceProps) {
  const { off } = stack;
  const how = useApp(triedSoftmax);
  const objective = useApp(objectiveOf);
  const { kind } = stack.tensor;
  const question = useMemo(
    () =>
      how === null ? null : ({ about: 'sharpness', kind, heads: triedHeads(on, head), how, ...ofRun(off) } as const),
    [kind, head, how, on, off],
  );
  const asked = useInside('sharpness', question);
  const { answer } = asked;
  const isPending = useApp(selectIsPending);
  if (how === null) return null;
  if (asked.error !== null) return <InsideTrouble asked={asked} />;
  const words =
    answer === null
      ? 'The model runs with it …'
      : answer.about === 'refused'
        ? refusalWords(answer.refusal)
        : effectWords(answer.effect, road.row.query, pieceWord(stack, 'query'), objective, isPending);
  const who = on === 'head' ? headName(stack.tensor, head) : on === 'layer' ? 'all heads of its layer' : 'all heads';
  return (
    <p className={styles.effect} role="status" data-pending={answer === null || undefined}>
      <b>{who}</b> {triedWords(how)}: {withTerms(words, { KL: 'kl', loss: 'loss', nats: 'nats' })}
      {answer?.about === 'sharpness' && on === 'head' ? (
        <> Most single heads change little; try its layer, or all heads.</>
      ) : null}
    </p>
  );
}

/** "at this word the prediction moves by KL 0.54 nats; likeliest “.” 24 % → 23 %; loss 4.33 → 4.35 nats over 13 words." */
function effectWords(
  { klNats, top, loss }: SharpnessEffect,
  query: number,
  what: string,
  objective: Objective | null,
  isPending: boolean,
): string {
  const said = top[query];
  const parts = [`at this ${what} the prediction moves by KL ${preciseNumber(klNats[query] ?? Number.NaN)} nats`];
  if (said !== undefined) {
    const [before, then] = probabilityPair(said.pBefore, said.pOfItAfter);
    const after = said.after === said.before ? '' : `, then “${visibleText({ text: said.after })}”`;
    parts.push(`likeliest “${visibleText({ text: said.before })}” ${before} → ${then}${after}`);
  }
  if (loss !== null) {
    const of = beforeAfter(loss.before, loss.after);
    parts.push(`loss ${of.before} → ${of.after} nats over ${loss.nPositions} positions`);
  }
  if (objective !== 'masked-token') return `${parts.join('; ')}.`;
  const isComing = isPending && loss === null;
  return isComing
    ? `${parts.join('; ')}. The loss is on its way: the model runs with each word hidden in turn …`
    : `${parts.join('; ')}${loss === null ? '' : ', each word hidden in turn'}.`;
}
