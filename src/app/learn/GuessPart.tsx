import { useEffect, useState } from 'react';
import type { Guess } from '../../core/lessons/lesson.ts';
import { visibleText } from '../../core/tokenText.ts';
import { useStack } from '../shown/useStack.ts';
import { useApp } from '../state/store.ts';
import { factOf, factWords } from './facts/facts.ts';
import { DIRECTIONS, isRight, keepTruth } from './guesses.ts';
import type { Guessed } from './guesses.ts';
import { DrawnOptions, DrawnOutcome } from './DrawnGuess.tsx';
import { guessWords } from './guessWords.ts';
import { LessonWords } from './LessonWords.tsx';
import { TallyPart } from './TallyPart.tsx';
import type { OneGuess } from './useGuess.ts';
import styles from './learn.module.css';

type GuessPartProps = { readonly guess: Guess; readonly made: OneGuess; readonly address: string };

/** A question that is answered before the result is seen; then what is so stands beside what was guessed. */
export function GuessPart({ guess, made: { id, guessed, choose }, address }: GuessPartProps) {
  return (
    <div role="group" aria-label="Your guess" className={styles.guess}>
      <p className={styles.asks}>
        <LessonWords text={guess.asks} />
      </p>
      {guessed === null ? (
        <Options guess={guess} onChoose={choose} />
      ) : typeof guessed === 'object' ? (
        <DrawnOutcome guess={guess} guessed={guessed} id={id} />
      ) : (
        <Outcome guess={guess} guessed={guessed} id={id} />
      )}
      {/* Of what is drawn nobody has all. */}
      <TallyPart id={address} isOpen={guessed !== null && typeof guessed !== 'object'} />
    </div>
  );
}

type OptionsProps = { readonly guess: Guess; readonly onChoose: (guessed: Guessed) => void };

function Options({ guess, onChoose }: OptionsProps) {
  const stack = useStack();
  switch (guess.kind) {
    case 'word':
      return (
        <div className={styles.options}>
          {stack?.keyTokens.map((token) => (
            <button key={token.position} type="button" onClick={() => onChoose(token.position)}>
              {visibleText(token)}
            </button>
          ))}
        </div>
      );
    case 'head':
      return (
        <div className={styles.options}>
          {guess.between.map((name) => (
            <HeadOption key={name} name={name} onChoose={onChoose} />
          ))}
        </div>
      );
    case 'direction':
      return (
        <div className={styles.options}>
          {DIRECTIONS.map((direction) => (
            <button key={direction} type="button" onClick={() => onChoose(direction)}>
              {direction}
            </button>
          ))}
        </div>
      );
    case 'row':
    case 'curve':
      return <DrawnOptions guess={guess} onChoose={onChoose} />;
    case 'number':
      return <NumberOption guess={guess} onChoose={onChoose} />;
  }
}

/** A head that is found by its label stands there by its name. */
function HeadOption({ name, onChoose }: { readonly name: string; readonly onChoose: OptionsProps['onChoose'] }) {
  const fact = `head ${name}`;
  const found = useApp((state) => factOf(state, fact));
  return (
    <button type="button" disabled={typeof found !== 'string'} onClick={() => onChoose(String(found))}>
      {factWords(fact, found)}
    </button>
  );
}

function NumberOption({ guess, onChoose }: OptionsProps) {
  const [low, high] = guess.range;
  // Not in the middle, where the truth often is.
  const [value, setValue] = useState(low);
  const isWhole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 4;
  const step = isWhole ? 1 : (high - low) / 100;
  const shown = isWhole ? Math.round(value) : value;
  return (
    <div className={styles.options}>
      <input
        type="range"
        aria-label="Guess"
        min={low}
        max={high}
        step={step}
        value={shown}
        onChange={(event) => setValue(Number(event.target.value))}
      />
      <output>{factWords(guess.truth, shown)}</output>
      <button type="button" onClick={() => onChoose(shown)}>
        That is my guess
      </button>
    </div>
  );
}

type OutcomeProps = { readonly guess: Guess; readonly guessed: number | string; readonly id: string };

function Outcome({ guess, guessed, id }: OutcomeProps) {
  const truth = useApp((state) => factOf(state, guess.truth));
  const stack = useStack();
  const right = isRight(guess, guessed, truth);
  const words = guessWords(guess, truth, stack);
  const isKnown = truth !== null && truth !== undefined;
  useEffect(() => {
    if (isKnown) keepTruth(id, words);
  }, [isKnown, id, words]);
  return (
    <div role="status">
      <dl className={styles.outcome}>
        <dt>You said</dt>
        <dd>{guessWords(guess, guessed, stack)}</dd>
        <dt>It is</dt>
        <dd>
          {words}
          {right === true ? ' ✓' : ''}
        </dd>
      </dl>
    </div>
  );
}
