import { memo, useState } from 'react';
import type { ReactNode } from 'react';
import { wordAt } from '../../core/ask/wordAt.ts';
import type { Answer, Answers } from '../../core/ask/answers.ts';
import { formatHead, sameHead } from '../../core/selection.ts';
import { READING_ID } from '../shown/readingId.ts';
import { useIsStacked, useIsTight, useNAnswers } from '../shown/useEnvironment.ts';
import { answersInSight } from '../shown/ask.ts';
import type { AverageAnswer, ShownAsk } from '../shown/ask.ts';
import { pieceWord, placeOf } from '../shown/pieceWord.ts';
import { useAsk } from '../shown/useAsk.ts';
import { useStack } from '../shown/useStack.ts';
import type { ShownStack } from '../shown/useStack.ts';
import { useStage } from '../shown/stage.ts';
import { canAskOf } from '../state/asked.ts';
import { isLargeOnScreen } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { readingOf, saidWords, silentAnswer, silentWords } from './answerWords.ts';
import type { SaidAnswer } from './answerWords.ts';
import { LookLine } from './LookLine.tsx';
import parts from '../../views/parts/offscreen.module.css';
import styles from './AskPanel.module.css';

const selectSide = (state: AppState) => state.view.side;
const selectHeads = (state: AppState) => state.view.heads;

/** What the heads say about the asked word, under the sentence; absent where nothing can be asked. */
export const AskPanel = memo(function AskPanel() {
  const stack = useStack();
  const ask = useAsk();
  const side = useApp(selectSide);
  const isTight = useIsTight(useApp(isLargeOnScreen));
  const isStacked = useIsStacked();
  /** What to look for is behind a button where the heads would be pushed off the screen by it. */
  const isFolded = isTight || isStacked;
  const [wantsLook, setLook] = useState(false);
  if (stack === null || !canAskOf(stack)) return null;
  const look = <LookLine stack={stack} ask={ask} />;
  return (
    <section className={styles.panel} aria-label={`Asked ${pieceWord(stack, side)}`}>
      {ask === null ? (
        <p className={styles.invitation}>Choose a {placeOf(stack, side)}: what do the heads say about it?</p>
      ) : (
        <AskedWord stack={stack} ask={ask}>
          {isFolded ? (
            <button type="button" aria-expanded={wantsLook} onClick={() => setLook(!wantsLook)}>
              look for
            </button>
          ) : null}
        </AskedWord>
      )}
      {isFolded && !wantsLook ? null : look}
    </section>
  );
});

type AskedWordProps = { readonly stack: ShownStack; readonly ask: ShownAsk; readonly children: ReactNode };

function AskedWord({ stack, ask, children }: AskedWordProps) {
  const { rem } = useStage();
  const { answers, averages, side, position } = ask;
  const isStacked = useIsStacked();
  const [showsAll, setAll] = useState(false);
  const nNumbered = useNAnswers(rem, useApp(isLargeOnScreen));
  const numbered = answersInSight(answers, useApp(selectHeads), nNumbered);
  const shown = showsAll ? answers.said : numbered;
  const saidAverages = averages.filter(({ isSaid }) => isSaid);
  const silent = silentWords(answers);
  const word = wordAt(side === 'query' ? stack.queryTokens : stack.keyTokens, position);
  return (
    <div className={styles.row}>
      <p className={styles.asked}>
        <b data-side={side}>{word}</b>
        {stack.isAfter || isStacked ? (
          // Where the buttons stand behind it, its room is kept.
          <strong title="With heads switched off" data-away={stack.isAfter ? undefined : true}>
            {' '}
            after
          </strong>
        ) : null}
      </p>
      <ol className={styles.answers} aria-label="What the heads say" data-all={showsAll || undefined}>
        {shown.map((answer) => (
          <Said
            key={formatHead(answer.head)}
            stack={stack}
            answers={answers}
            answer={answer}
            number={numbered.includes(answer) ? numbered.indexOf(answer) + 1 : null}
            isSaid
          />
        ))}
        {averages.map((average) => (
          <AverageSaid
            key={`layer ${average.layer}`}
            average={average}
            number={average.isSaid ? numbered.length + saidAverages.indexOf(average) + 1 : null}
          />
        ))}
        {showsAll
          ? [...answers.vague, ...answers.resting].map((answer) => (
              <Said
                key={formatHead(answer.head)}
                stack={stack}
                answers={answers}
                answer={answer}
                number={null}
                isSaid={false}
              />
            ))
          : null}
        {showsAll || silent === '' ? null : <li className={styles.silent}>{silent}</li>}
      </ol>
      <div className={styles.buttons} data-tight={children !== null || undefined}>
        {children}
        <button type="button" aria-expanded={showsAll} onClick={() => setAll(!showsAll)}>
          {showsAll ? 'fewer' : 'all heads'}
        </button>
        {stack.tensor.kind === 'cross' ? null : (
          <button
            type="button"
            aria-pressed={side === 'key'}
            onClick={() =>
              dispatch({
                type: 'viewChanged',
                // The word that the page chose may be another for the other question.
                change: { side: side === 'query' ? 'key' : 'query', asked: position },
              })
            }
          >
            who looks at {isStacked ? 'it?' : <i>{`${word}?`}</i>}
          </button>
        )}
      </div>
      <p id={READING_ID} className={parts.offscreen}>
        {readingOf(stack, answers)}
      </p>
    </div>
  );
}

type SaidProps = {
  readonly stack: ShownStack;
  readonly answers: Answers;
  readonly answer: Answer;
  /** As on its arc; null for a head without one. */
  readonly number: number | null;
  readonly isSaid: boolean;
};

/** One head and what it says: pointing at it previews the head, pressing it pins it. */
function Said({ stack, answers, answer, number, isSaid }: SaidProps) {
  const { hover } = useStage();
  const heads = useApp(selectHeads);
  const { head } = answer;
  const says = isSaid ? saidWords(stack, answers, answer) : silentAnswer(stack, answers, answer);
  return (
    <li>
      <button
        type="button"
        className={styles.answer}
        aria-pressed={heads.some((other) => sameHead(other, head))}
        onPointerEnter={(event) => {
          if (event.pointerType !== 'touch') hover.set({ head });
        }}
        onPointerLeave={() => hover.set({ head: null })}
        onFocus={() => hover.set({ head })}
        onBlur={() => hover.set({ head: null })}
        onClick={() => dispatch({ type: 'headPinned', head })}
      >
        <AnswerText says={says} number={number} />
      </button>
    </li>
  );
}

/** A layer that is drawn as one head, and what the average of its heads says. */
function AverageSaid({ average, number }: { readonly average: AverageAnswer; readonly number: number | null }) {
  const { stack, answers, answer, isSaid, layer } = average;
  const says = isSaid ? saidWords(stack, answers, answer) : silentAnswer(stack, answers, answer);
  const name = `Layer ${stack.tensor.layerNumbers?.[0] ?? layer} as one head`;
  return (
    <li className={styles.average}>
      <AnswerText says={{ ...says, name }} number={number} />
    </li>
  );
}

function AnswerText({ says, number }: { readonly says: SaidAnswer; readonly number: number | null }) {
  return (
    <>
      {number === null ? null : <span className={styles.number} data-text={number} aria-hidden="true" />}
      <b>{says.name}</b>{' '}
      {says.before === '' ? null : (
        <>
          <span className={styles.says}>{says.before}</span>{' '}
        </>
      )}
      {says.word === '' ? null : (
        <>
          <i dir="auto">{says.word}</i>{' '}
        </>
      )}
      {says.after === '' ? null : (
        <>
          <span className={styles.says}>{says.after}</span>{' '}
        </>
      )}
      <span className={styles.weight}>{says.weight}</span>
    </>
  );
}
