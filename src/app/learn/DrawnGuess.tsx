import { useEffect, useRef, useState } from 'react';
import type { PointerEvent } from 'react';
import type { Guess } from '../../core/lessons/lesson.ts';
import { visibleText } from '../../core/tokenText.ts';
import { useStack } from '../shown/useStack.ts';
import { useApp } from '../state/store.ts';
import { factOf, factWords } from './facts/facts.ts';
import { keepTruth } from './guesses.ts';
import { beginStroke } from './stroke.ts';
import styles from './drawn.module.css';

type Column = { readonly at: number; readonly name: string };

/** What is drawn upon: the tokens that a head can look at, or the places of a curve. */
function useColumns({ kind, columns }: Guess): readonly Column[] {
  const stack = useStack();
  if (kind === 'curve') return columns.map((at) => ({ at, name: String(at) }));
  return stack?.keyTokens.map((token) => ({ at: token.position, name: visibleText(token) })) ?? [];
}

type DrawnOptionsProps = { readonly guess: Guess; readonly onChoose: (drawn: readonly number[]) => void };

/** A guess that is drawn, column by column: with a finger or the mouse across all of them, or with the keys in one. */
export function DrawnOptions({ guess, onChoose }: DrawnOptionsProps) {
  const columns = useColumns(guess);
  const [low, high] = guess.range;
  const [drawn, setDrawn] = useState<Readonly<Record<number, number>>>({});
  const values = columns.map((_, n) => drawn[n] ?? low);
  const set = (n: number, value: number): void => setDrawn((before) => ({ ...before, [n]: value }));
  const pen = useRef<ReturnType<typeof beginStroke> | null>(null);
  const draw = ({ clientX: x, clientY: y }: PointerEvent): void => {
    for (const [n, part] of pen.current?.({ x, y }) ?? []) set(n, low + part * (high - low));
  };
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    // By their names the columns are moved along where there is no room for all.
    if (event.button !== 0 || event.target instanceof HTMLSpanElement) return;
    const inputs = [...event.currentTarget.querySelectorAll('input')];
    pen.current = beginStroke(inputs.map((input) => input.getBoundingClientRect()));
    event.currentTarget.setPointerCapture(event.pointerId);
    draw(event);
  };
  const end = (): void => {
    pen.current = null;
  };
  return (
    <div className={styles.drawn}>
      <div
        className={styles.columns}
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      >
        {columns.map(({ at, name }, n) => (
          <label key={at} className={styles.column}>
            <input
              type="range"
              aria-label={`${name}, column ${n + 1} of ${columns.length}`}
              aria-valuetext={factWords(guess.truth, values[n])}
              min={low}
              max={high}
              step={(high - low) / 100}
              value={values[n]}
              onChange={(event) => set(n, Number(event.target.value))}
            />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <button type="button" disabled={columns.length === 0} onClick={() => onChoose(values)}>
        That is my guess
      </button>
    </div>
  );
}

type DrawnOutcomeProps = { readonly guess: Guess; readonly guessed: readonly number[]; readonly id: string };

/** What was drawn, and beside each column what is so. */
export function DrawnOutcome({ guess, guessed, id }: DrawnOutcomeProps) {
  const columns = useColumns(guess);
  const facts = columns.map(({ at }) => `${guess.truth} ${at}`);
  // As one text, which is the same as long as its numbers are.
  const found = useApp((state) => JSON.stringify(facts.map((fact) => factOf(state, fact) ?? null)));
  const truths: readonly unknown[] = JSON.parse(found);
  const isKnown = truths.length > 0 && truths.every((truth) => typeof truth === 'number');
  const all = columns.map(({ name }, n) => `${name} ${factWords(guess.truth, Number(truths[n]))}`).join(', ');
  useEffect(() => {
    if (isKnown) keepTruth(id, all);
  }, [isKnown, id, all]);
  const [low, high] = guess.range;
  const part = (value: number): string => `${100 * Math.min(1, Math.max(0, (value - low) / (high - low)))}%`;
  return (
    <div className={styles.drawn} role="status">
      <div className={styles.columns}>
        {columns.map(({ at, name }, n) => {
          const said = guessed[n] ?? low;
          const truth = truths[n];
          const isThere = typeof truth === 'number';
          const words = `${name}: you said ${factWords(guess.truth, said)}, it is ${factWords(guess.truth, isThere ? truth : null)}`;
          return (
            <div key={at} className={styles.column} role="img" aria-label={words} title={words}>
              <div className={styles.pair}>
                <i className={styles.said} style={{ height: part(said) }} />
                {isThere ? <i className={styles.truth} style={{ height: part(truth) }} /> : null}
              </div>
              <span>{name}</span>
            </div>
          );
        })}
      </div>
      <p className={styles.legend}>
        <span>
          <i className={styles.said} /> you said
        </span>
        <span>
          <i className={styles.truth} /> it is
        </span>
        <span>
          from {factWords(guess.truth, low)} to {factWords(guess.truth, high)}
        </span>
      </p>
    </div>
  );
}
