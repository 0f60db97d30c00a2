import { useState } from 'react';
import { perplexity } from '../../core/effect/logits.ts';
import type { Effect, EffectSummary, Objective } from '../../core/effect/effect.ts';
import { counted } from '../../core/numberWords.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { Token } from '../../core/tokens.ts';
import type { EffectValues } from '../../views/EffectStrip/EffectStrip.picture.ts';
import { EffectStrip } from '../../views/EffectStrip/EffectStrip.tsx';
import { EffectTable } from '../../views/EffectStrip/EffectTable.tsx';
import { PredictionTable } from '../../views/EffectStrip/PredictionTable.tsx';
import { beforeAfter, preciseNumber } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { thingOnScreen } from '../shown/inputOnScreen.ts';
import { isEffectCurrent, isRecording } from '../shown/shown.ts';
import { shownEffect } from '../shown/shownEffect.ts';
import { hasLoss, PER_WORDS } from '../parts/objectiveWords.ts';
import { OBJECTIVE_WORDS } from './offWords.ts';
import { ablationMessage } from '../parts/besideMessages.ts';
import { N_CLASSES } from '../shown/classes.ts';
import { useStage } from '../shown/stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { TableToggle } from '../parts/TableToggle.tsx';
import controls from '../parts/controls.module.css';
import styles from './OffPanel.module.css';

const selectAblated = (state: AppState) => state.ablated;
const selectSupport = (state: AppState) => (state.model.status === 'ready' ? state.model.ablation : null);
const selectHasAblation = (state: AppState) => state.view.ablation.length > 0;
const selectHasRun = (state: AppState) => state.run !== null;

/** What the model says with heads switched off, against what it says as it is. The old answer stays until the new one is there. */
export function EffectPanel() {
  const ablated = useApp(selectAblated);
  const support = useApp(selectSupport);
  const isRecorded = useApp(isRecording);
  const isCurrent = useApp(isEffectCurrent) || isRecorded;
  const hasAblation = useApp(selectHasAblation);
  const hasRun = useApp(selectHasRun);
  const thing = useApp(thingOnScreen);
  const shown = useApp(shownEffect);
  const { effectRun, error, isFinal } = ablated;
  return (
    <section className={styles.effect} aria-label="Effect" aria-busy={hasAblation && !isCurrent}>
      <InlineAlert
        error={hasAblation ? error : null}
        wordsOf={ablationMessage}
        kept={shown === null ? '' : 'The effect below is the last one that could be measured.'}
      />
      {shown === null ? (
        <p className={controls.hint}>
          {hasAblation
            ? isRecorded
              ? 'The file holds no effect of it.'
              : hasRun
                ? 'Measuring …'
                : `What changes is measured once there is a ${thing}.`
            : `Here stands, once a head is off, ${support === null ? 'what changes' : OBJECTIVE_WORDS[support.objective]}, before and after.`}
        </p>
      ) : (
        <div className={styles.found} data-stale={!isCurrent || undefined}>
          <EffectFound shown={shown} modelId={effectRun?.model.id ?? ''} isFinal={isFinal} />
        </div>
      )}
    </section>
  );
}

type FoundProps = { readonly shown: EffectValues; readonly modelId: string; readonly isFinal: boolean };

function EffectFound({ shown, modelId, isFinal }: FoundProps) {
  const { hover } = useStage();
  const { effect, tokens, textOf } = shown;
  // Of the whole input there is one answer, and no token that it stands at.
  const isClass = effect.objective === 'class';
  const [chosen, choose] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  const at = effect.positions.some(({ position }) => position === chosen) ? chosen : worstOf(effect);
  const position = effect.positions.find((one) => one.position === at) ?? null;
  return (
    <>
      <EffectNumbers effect={effect} tokens={tokens} isFinal={isFinal} />
      {isTable ? (
        <EffectTable
          effect={effect}
          tokens={tokens}
          textOf={textOf}
          selected={at}
          onSelect={choose}
          onCsv={(csv) => dispatch({ type: 'fileAsked', file: { what: 'table', modelId, name: 'effect', csv } })}
        />
      ) : (
        <>
          {isClass ? null : <EffectStrip {...shown} selected={at} hover={hover} onSelect={choose} />}
          {position === null ? null : (
            <PredictionTable
              position={position}
              tokens={tokens}
              objective={effect.objective}
              textOf={textOf}
              {...(isClass && { nShown: N_CLASSES })}
            />
          )}
        </>
      )}
      {isClass ? null : <TableToggle isTable={isTable} hides="Show as a picture" onChange={setTable} />}
    </>
  );
}

function worstOf({ summary, positions }: Effect): number | null {
  return summary.worst >= 0 ? summary.worst : (positions[0]?.position ?? null);
}

/** The effect in few numbers, each with its unit and of how many. */
function EffectNumbers({
  effect,
  tokens,
  isFinal,
}: Pick<EffectValues, 'effect' | 'tokens'> & Pick<FoundProps, 'isFinal'>) {
  const { summary, objective } = effect;
  const isClass = objective === 'class';
  return (
    <dl className={styles.numbers}>
      {objective === 'output' || (isClass && !hasLoss(summary)) ? null : (
        <LossNumbers summary={summary} objective={objective} isFinal={isFinal} />
      )}
      {summary.nPositions === 0 ? null : (
        <>
          {isClass ? null : (
            <div>
              <dt>changed predictions</dt>
              <dd>
                {summary.nFlips} <small>of {summary.nPositions}</small>
              </dd>
            </div>
          )}
          <div>
            <dt>
              {isClass ? '' : 'mean '}
              <Term of="kl">KL</Term>
            </dt>
            <dd>
              {preciseNumber(summary.meanKl)} <small>nats</small>
            </dd>
          </div>
          {isClass ? null : (
            <div>
              <dt>largest KL</dt>
              <dd>
                {preciseNumber(summary.maxKl)} <small>at {nameOf(tokens[summary.worst])}</small>
              </dd>
            </div>
          )}
        </>
      )}
      {objective === 'output' ? (
        <div>
          <dt>
            mean <Term of="turn">turn</Term> of the output vectors
          </dt>
          <dd>
            {preciseNumber(summary.meanTurn)} <small>1 − cosine</small>
          </dd>
        </div>
      ) : null}
      {objective === 'masked-token' && effect.positions.length === 0 && isFinal ? (
        <div className={styles.wide}>
          <dd>
            <small>Put a [MASK] into the sentence to see what stands there before and after.</small>
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** Loss and perplexity before and after. Losses of masked models come later; their places are held free. */
function LossNumbers({
  summary,
  objective,
  isFinal,
}: {
  readonly summary: EffectSummary;
  readonly objective: Objective;
  readonly isFinal: boolean;
}) {
  const isMasked = objective === 'masked-token';
  const isThere = hasLoss(summary);
  const { lossBefore, lossAfter, nScored } = summary;
  const loss = beforeAfter(lossBefore, lossAfter);
  const likelihood = beforeAfter(-lossBefore * nScored, -lossAfter * nScored);
  const pending = isFinal ? '–' : '…';
  return (
    <>
      <div>
        <dt>
          {isMasked ? 'pseudo-' : ''}
          <Term of="loss">loss</Term>
        </dt>
        <dd>
          {isThere ? `${loss.before} → ${loss.after} ` : `${pending} `}
          <b>{isThere ? loss.change : ''}</b>{' '}
          <small>
            <Term of="nats">nats</Term> {PER_WORDS[objective]}
            {isThere && objective !== 'class' ? `, ${counted(nScored, 'token')}` : ''}
          </small>
        </dd>
      </div>
      {objective === 'class' ? null : (
        <div>
          <dt>
            {isMasked ? 'pseudo-' : ''}
            <Term of="perplexity">perplexity</Term>
          </dt>
          <dd>{isThere ? `${perplexityWords(lossBefore)} → ${perplexityWords(lossAfter)}` : pending}</dd>
        </div>
      )}
      {isMasked && isThere ? (
        <div>
          <dt>pseudo-log-likelihood</dt>
          <dd>
            {likelihood.before} → {likelihood.after} <small>nats</small>
          </dd>
        </div>
      ) : null}
    </>
  );
}

/** Three digits are enough of it: "7.31", "48.2", "2325". */
function perplexityWords(loss: number): string {
  const value = perplexity(loss);
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function nameOf(token: Token | undefined): string {
  return token === undefined ? '–' : nameInPlace(token);
}
