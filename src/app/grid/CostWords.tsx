import { Fragment } from 'react';
import { hurtWords, mostTurned } from '../../core/effect/hurt.ts';
import { probabilityPair } from '../../core/numberWords.ts';
import { isolated, visibleText } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import { beforeAfter, preciseNumber } from '../../views/parts/numbers.ts';
import { errorMessage } from '../parts/messages.ts';
import { hasLoss, PER_WORDS } from '../parts/objectiveWords.ts';
import { canShare, costOf, foldedLayers } from '../shown/oneHead.ts';
import { isRecording } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import type { Cost } from '../state/costs.ts';
import { useApp } from '../state/store.ts';
import styles from './FoldedLayer.module.css';

const selectError = (state: AppState) => state.costs.error;
const selectRun = (state: AppState) => state.run;
const selectHasOff = (state: AppState) => state.view.ablation.length > 0;

/** What it costs that a layer, or all folded ones together, have one head: measured, with the words most hurt. */
export function CostWords({ layers }: { readonly layers: number | 'together' }) {
  const cost = useApp((state) => costOf(state, layers === 'together' ? foldedLayers(state) : [layers]));
  const run = useApp(selectRun);
  const error = useApp(selectError);
  const isPossible = useApp(canShare);
  const isRecorded = useApp(isRecording);
  const hasOff = useApp(selectHasOff);
  if (cost === null || error !== null) {
    const why = isRecorded
      ? 'Recorded attention: what it costs is not in the file.'
      : !isPossible
        ? 'What it costs cannot be measured: no other pattern can be put into this model.'
        : error === null
          ? 'Measuring what it costs …'
          : `What it costs could not be measured. ${errorMessage(error).title}`;
    return <p className={styles.cost}>{why}</p>;
  }
  return (
    <div role="status" className={styles.cost} data-stale={cost.run !== run || undefined}>
      <Loss cost={cost} />
      <Hurt cost={cost} />
      {hasOff && !isRecorded ? <p>Measured with no head switched off.</p> : null}
    </div>
  );
}

function Loss({ cost: { effect } }: { readonly cost: Cost }) {
  const { summary, objective } = effect;
  if (objective === 'output') {
    return (
      <p>
        The output vectors turn by <b>{preciseNumber(summary.meanTurn)}</b> <small>1 − cosine</small>
      </p>
    );
  }
  const name = objective === 'masked-token' ? 'pseudo-loss' : 'loss';
  if (!hasLoss(summary))
    return objective === 'class' ? (
      <p>
        The classes move by <b>{preciseNumber(summary.meanKl)}</b> <small>nats (KL)</small>
      </p>
    ) : (
      <p>Too short to tell what it costs.</p>
    );
  const { before, after, change } = beforeAfter(summary.lossBefore, summary.lossAfter);
  return (
    <p>
      {name} {before} → {after} <b>{change}</b> <small>nats {PER_WORDS[objective]}</small>
    </p>
  );
}

/** The words that pay for it, each with its probability before and after. */
function Hurt({ cost: { effect, run, words } }: { readonly cost: Cost }) {
  const tokens = run.targetTokens ?? run.tokens;
  if (effect.objective === 'output') {
    const turned = mostTurned(effect);
    return turned.length === 0 ? null : <p>most at {turned.map((at) => nameOf(tokens[at])).join(', ')}</p>;
  }
  if (effect.objective === 'class') {
    const [now, was] = [effect.positions[0]?.after[0], effect.positions[0]?.before[0]];
    if (now === undefined || was === undefined) return null;
    const nameOfClass = (id: number): string => words.get(id) ?? `#${id}`;
    return (
      <p>
        {now.id === was.id
          ? `still taken for ${nameOfClass(now.id)}`
          : `now taken for ${nameOfClass(now.id)}, not ${nameOfClass(was.id)}`}
      </p>
    );
  }
  const hurt = hurtWords(effect);
  if (!hasLoss(effect.summary)) return null;
  if (hurt.length === 0) return <p>No word is foretold much worse.</p>;
  return (
    <p>
      most hurt:{' '}
      {hurt.map(({ position, before, after }, at) => (
        <Fragment key={position}>
          <span className={styles.hurt}>
            <i>{nameOf(tokens[position])}</i> {probabilityPair(before, after).join(' → ')}
          </span>
          {at < hurt.length - 1 ? ', ' : ''}
        </Fragment>
      ))}
    </p>
  );
}

function nameOf(token: Token | undefined): string {
  return token === undefined ? '–' : isolated(visibleText(token));
}
