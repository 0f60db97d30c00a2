import { useDeferredValue, useMemo } from 'react';
import { VISIBLE_TIMES } from '../../core/ablation/formulas.ts';
import { leaveOneOut } from '../../core/ablation/orders.ts';
import type { EffectSummary } from '../../core/effect/effect.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { nameInPlace } from '../../core/tokenText.ts';
import type { NoiseFloor } from '../../core/study/results.ts';
import { HeadList } from '../../views/HeadMap/HeadList.tsx';
import type { HeadListRow } from '../../views/HeadMap/HeadList.columns.tsx';
import { HeadMap } from '../../views/HeadMap/HeadMap.tsx';
import { mapLayout } from '../../views/HeadMap/HeadMap.layout.ts';
import { FaintGrid } from '../../views/parts/FaintGrid.tsx';
import { useSize } from '../../views/parts/useSize.ts';
import { expectedWords } from '../../core/study/expected.ts';
import { preciseNumber } from '../../views/parts/numbers.ts';
import { Term } from '../../views/parts/Term.tsx';
import { withTerms } from '../../views/parts/withTerms.tsx';
import { thingOf } from '../shown/basisWords.ts';
import { isRecording, textOnScreen, thingOnScreen } from '../shown/shown.ts';
import { kindOnScreen } from '../shown/turning.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { factsFrom, otherBasis } from '../shown/otherBasis.ts';
import { importanceMs } from '../shown/expected.ts';
import { saveCsv } from '../parts/saveFile.ts';
import { pinnedNames } from '../shown/selectors.ts';
import { useStage } from '../stage.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { BasisChoice } from '../study/BasisChoice.tsx';
import { basisNow, sentencesOf } from '../study/basis.ts';
import { MEASURE_WORDS } from '../shown/measureWords.ts';
import { CLASS_SCORES, noiseOf } from '../../core/study/importance.ts';
import type { ClassScore } from '../../core/study/importance.ts';
import { Choice } from '../parts/Choice.tsx';
import { leftOutWords, restingWords } from '../shown/restingWords.ts';
import { isUnderWay } from '../state/studies.ts';
import type { MeasureStudy } from '../state/studies.ts';
import { StudyBar } from '../study/StudyBar.tsx';
import { objectiveOf, shownImportance } from '../shown/shownImportance.ts';
import type { ShownImportance } from '../shown/shownImportance.ts';
import { useStack } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { CurvePart } from './CurvePart.tsx';
import { FidelityTable } from './FidelityTable.tsx';
import { TrainedPart } from './TrainedPart.tsx';
import styles from '../study/studies.module.css';

const selectStudy = (state: AppState) => state.studies.measured.importance ?? null;
const selectMode = (state: AppState) => state.view.mode;
const selectSentences = (state: AppState) => state.studies.sentences;
const selectHeads = (state: AppState) => state.view.heads;

/** How much is lost without each head, and as heads are taken away one after another. */
export function ImportancePanel() {
  const study = useApp(selectStudy);
  const mode = useApp(selectMode);
  const objective = useApp(objectiveOf);
  const kind = useApp(kindOnScreen);
  const isRecorded = useApp(isRecording);
  const expected = useApp(importanceMs);
  const basis = useApp(basisNow);
  const { by } = useApp(selectSentences);
  const stack = useStack();
  // Results come many times a second: what the person does goes first.
  const shown = useDeferredValue(study);
  const found = useMemo(
    () => (shown === null || stack === null ? null : shownImportance(shown, objective, stack, kind, by)),
    [shown, objective, stack, kind, by],
  );
  const importance = found?.importance ?? null;
  const whole = useMemo(
    () => (shown?.status !== 'done' || importance === null ? null : { study: shown, importance }),
    [shown, importance],
  );
  const variants = stack === null ? [] : leaveOneOut(stack.run.attention, mode);
  return (
    <section className={styles.page} aria-label="Importance of every head">
      {isRecorded ? (
        <p className={styles.words} role="status">
          Recorded attention: no model runs here, so nothing {shown === null ? '' : 'more '}can be switched off and
          measured.{shown === null ? '' : ' What the file holds is shown.'}
        </p>
      ) : (
        <>
          <BasisChoice />
          <StudyBar study={study}>
            <button
              type="button"
              disabled={variants.length === 0}
              onClick={() => dispatch({ type: 'measureAsked', purpose: 'importance', variants })}
            >
              Measure every head
            </button>
            {study === null && basis === 'sentence' && expected !== null ? (
              <span className={styles.words}>{expectedWords(expected)}</span>
            ) : null}
          </StudyBar>
        </>
      )}
      {shown === null || stack === null || found === null ? (
        isRecorded || stack === null ? null : (
          <ToCome stack={stack} />
        )
      ) : (
        <Found study={shown} found={found} />
      )}
      <CurvePart whole={whole} />
      {shown === null || stack === null || found === null ? null : <Ranked study={shown} found={found} stack={stack} />}
      <FidelityTable />
      <TrainedPart />
    </section>
  );
}

const MEASURE_TERMS = { loss: 'loss', KL: 'kl', turn: 'turn', nats: 'nats' } as const;

/** The map before it is measured, faint, and how it will come about. */
function ToCome({ stack }: { readonly stack: ShownStack }) {
  const { rem } = useStage();
  const mode = useApp(selectMode);
  const [box, size] = useSize();
  const { nLayers, nHeads } = stack.tensor;
  const { cellWidth, cellHeight } = mapLayout(nHeads, size.width, rem);
  return (
    <div ref={box} className={styles.toCome}>
      <FaintGrid nRows={nLayers} nColumns={nHeads} width={cellWidth * nHeads} height={cellHeight * nLayers} />
      <p className={styles.words}>
        Each head is switched off in turn (<Term of={mode}>{MODE_WORDS[mode].name}</Term>: see “Switch off”), and what
        the model then loses is held against what it says as it is: here every head gets that number.
      </p>
    </div>
  );
}

type FoundProps = {
  readonly study: MeasureStudy;
  readonly found: ShownImportance;
};

function Found({ study, found: { map, noise } }: FoundProps) {
  const text = useApp(textOnScreen);
  const from = otherBasis(study.basis, text);
  const facts = useMemo(() => factsFrom(map.facts, from), [map.facts, from]);
  const { hover, scheme, rem } = useStage();
  const heads = useApp(selectHeads);
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  return (
    <>
      <BasisWords study={study} />
      <ScoreChoice study={study} />
      <HeadMap
        {...map}
        facts={facts}
        floor={null}
        isRunning={isUnderWay(study)}
        selected={pinned}
        hover={hover}
        scheme={scheme}
        rem={rem}
        onSelect={pin}
      />
      {noise === null ? null : (
        <p className={styles.words}>
          <Term of="noise-floor">Noise floor</Term>: {withTerms(MEASURE_WORDS[noise.of].quantity, MEASURE_TERMS)}{' '}
          <b>{preciseNumber(noise.noise)}</b> {withTerms(MEASURE_WORDS[noise.of].unit, MEASURE_TERMS)}, what the same
          computation differs by when it is repeated, alone and among others.{' '}
          {noise.noise === 0 ? 'Here it gave the same numbers to the last bit.' : greyWords(noise)}
        </p>
      )}
    </>
  );
}

/** By what is told how much is lost, where the true classes are known. */
function ScoreChoice({ study }: { readonly study: MeasureStudy }) {
  const { by } = useApp(selectSentences);
  if (!study.results.some(({ effect }) => effect.right !== undefined)) return null;
  return (
    <Choice
      name="score"
      title="Told by"
      values={CLASS_SCORES}
      value={by}
      wordsOf={(one) => one}
      hintOf={(one) => SCORE_WORDS[one]}
      onChange={(one) => dispatch({ type: 'sentencesChanged', change: { by: one } })}
    />
  );
}

const SCORE_WORDS: Readonly<Record<ClassScore, string>> = {
  loss: 'How sure the model is of the true class: −ln of its probability, mean over the pictures',
  accuracy: 'The share of the pictures whose likeliest class is the true one',
};

type RankedProps = {
  readonly study: MeasureStudy;
  readonly found: ShownImportance;
  readonly stack: ShownStack;
};

/** The same as a list that can be sorted. */
function Ranked({ study, found, stack }: RankedProps) {
  const { importance } = found;
  const { hover } = useStage();
  const heads = useApp(selectHeads);
  const pinned = useMemo(() => pinnedNames({ heads }), [heads]);
  const rows = useMemo(() => rowsOf(study, found, stack), [study, found, stack]);
  return (
    <HeadList
      rows={rows}
      showsTurn={importance.measure === 'turn'}
      thing={thingOf(study.basis)}
      selected={pinned}
      hover={hover}
      onSelect={pin}
      onCsv={(csv) => saveCsv(stack.run.model.id, 'importance', csv)}
      maxHeight="14rem"
    />
  );
}

/** On what and how it was measured, and whether that is still what is on screen. */
function BasisWords({ study }: { readonly study: MeasureStudy }) {
  const text = useApp(textOnScreen);
  const mode = useApp(selectMode);
  const objective = useApp(objectiveOf);
  const isRecorded = useApp(isRecording);
  const thing = useApp(thingOnScreen);
  const isMasked = (study.objective ?? objective) === 'masked-token';
  const measured = study.plan.variants[0]?.mode ?? mode;
  const sentences = useApp(selectSentences);
  const isOtherList =
    !isRecorded && study.basis.kind === 'list' && sentencesOf(sentences).join('\n') !== study.basis.texts.join('\n');
  const isOther = otherBasis(study.basis, text) !== null;
  return (
    <p className={styles.words}>
      Measured over {restingWords(study)}, <Term of={measured}>{MODE_WORDS[measured].name}</Term> in place of the head
      {isMasked ? '; in each sentence up to 8 words are hidden, one at a time, and scored' : ''}.{' '}
      {isOther ? <span className={styles.mark}>The {thing} has changed since. These numbers are grey.</span> : null}{' '}
      {leftOutWords(study)} {isRecorded && study.status !== 'done' ? 'It was stopped before its end. ' : null}
      {isOtherList ? (
        <span className={styles.mark}>The list has changed since: this is of the older one.</span>
      ) : null}{' '}
      {measured === mode || isRecorded ? null : (
        <span className={styles.mark}>The mode is {MODE_WORDS[mode].name} now.</span>
      )}
    </p>
  );
}

function rowsOf(
  study: MeasureStudy,
  { importance, map: { tags } }: ShownImportance,
  stack: ShownStack,
): readonly HeadListRow[] {
  // A place has a token only where one sentence was measured, and it is still the one on screen.
  const isHere = study.basis.texts[0] === stack.run.text && study.basis.texts.length === 1;
  // A class is of the whole input, and stands at no token of it.
  const tokens = isHere && stack.run.classes === undefined ? stack.queryTokens : [];
  return importance.heads.flatMap(({ head, summary, isFaint, spread }) => {
    if (summary === null || (head.kind ?? stack.run.attention[0]?.kind) !== stack.tensor.kind) return [];
    const tag = tags?.get(formatHead(head));
    const worst = tokens[summary.worst];
    return [
      {
        head,
        name: headName(stack.tensor, head),
        label: tag?.label ?? null,
        labelText: tag?.says ?? '',
        labelName: tag?.name ?? '',
        lossChange: summary.lossAfter - summary.lossBefore,
        meanKl: summary.meanKl,
        nFlips: summary.nFlips,
        nPositions: summary.nPositions,
        meanTurn: summary.meanTurn,
        ...(summary.right && { right: { ...summary.right, of: summary.nScored } }),
        worst: worst === undefined ? '' : nameInPlace(worst),
        isFaint,
        ...(importance.nTexts < 2 || spread === null ? {} : { spread }),
        ...(study.floor === null ? {} : { noise: noiseRow(study.floor, summary) }),
      },
    ];
  });
}

function noiseRow(floor: NoiseFloor, summary: EffectSummary): NonNullable<HeadListRow['noise']> {
  const { noise, of } = noiseOf(floor, summary);
  return { of: MEASURE_WORDS[of].quantity, floor: noise, bound: VISIBLE_TIMES * noise };
}

function greyWords({ noise, of }: ReturnType<typeof noiseOf>): string {
  const { quantity, unit } = MEASURE_WORDS[of];
  return `Heads whose effect is not ${VISIBLE_TIMES} times as large (${quantity} ${preciseNumber(VISIBLE_TIMES * noise)} ${unit}) are grey: as good as nothing.`;
}

function pin({ layer, head }: HeadRef): void {
  dispatch({ type: 'headPinned', head: { layer, head } });
}
