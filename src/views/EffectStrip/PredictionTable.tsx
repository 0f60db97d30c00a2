import type { Objective, PositionEffect } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { isolated, nameInPlace } from '../../core/tokenText.ts';
import { beforeAfter, preciseNumber } from '../parts/numbers.ts';
import { moveSign, moveWords, predictionLists } from './PredictionTable.layout.ts';
import type { PredictionRow } from './PredictionTable.layout.ts';
import parts from '../parts/offscreen.module.css';
import styles from './PredictionTable.module.css';

type PredictionTableProps = {
  readonly position: PositionEffect;
  readonly tokens: readonly Token[];
  readonly objective: Objective;
  /** A number of the vocabulary as readable text. */
  readonly textOf: (id: number) => string;
  readonly nShown?: number;
};

/** What one position predicts before and after, most probable first, with a line from each candidate to its new rank. */
export function PredictionTable({ position, tokens, objective, textOf, nShown = 5 }: PredictionTableProps) {
  const { before, after, moves } = predictionLists(position, nShown);
  const nRows = Math.max(before.length, after.length);
  const token = tokens[position.position];
  const place = token === undefined ? `position ${position.position}` : nameInPlace(token);
  const loss = beforeAfter(position.lossBefore, position.lossAfter);
  const title =
    objective === 'class' ? 'Of the whole' : `${objective === 'next-token' ? 'After' : 'In place of'} ${place}`;
  return (
    <section
      className={styles.panel}
      aria-label={`Predictions ${title.replace(/^[AIO]/, (letter) => letter.toLowerCase())}`}
    >
      <p className={styles.title}>
        <b>{title}</b>
        {position.target === null ? null : (
          <>
            , in truth <span className={styles.truth}>{isolated(textOf(position.target))}</span>: loss{' '}
            <span className={styles.number}>{loss.before}</span> before,{' '}
            <span className={styles.number}>{loss.after}</span> after (
            <span className={styles.number}>{loss.change}</span> nats)
          </>
        )}
        ; KL <span className={styles.number}>{preciseNumber(position.kl)}</span> nats.
      </p>
      <div className={styles.lists}>
        <List name="before" rows={before} textOf={textOf} />
        <svg
          className={styles.moves}
          viewBox={`0 0 10 ${nRows}`}
          preserveAspectRatio="none"
          style={{ height: `${nRows * ROW_REM}rem` }}
          aria-hidden="true"
        >
          {moves.map(({ id, from, to }) => (
            <path
              key={id}
              data-moved={from !== to || undefined}
              d={`M0 ${from + 0.5}C5 ${from + 0.5} 5 ${to + 0.5} 10 ${to + 0.5}`}
            />
          ))}
        </svg>
        <List name="after" rows={after} textOf={textOf} />
      </div>
    </section>
  );
}

/** Height of a row; the same number stands in the style sheet. */
const ROW_REM = 1.45;

type ListProps = {
  readonly name: 'before' | 'after';
  readonly rows: readonly PredictionRow[];
  readonly textOf: (id: number) => string;
};

function List({ name, rows, textOf }: ListProps) {
  return (
    <div className={styles.side} data-side={name}>
      <h3 className={styles.side}>{name}</h3>
      <ol className={styles.list}>
        {rows.map((row, rank) => (
          <li key={row.id} className={styles.row}>
            <span className={styles.token} data-truth={row.isTruth || undefined} dir="auto">
              {textOf(row.id)}
            </span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${100 * row.share}%` }} />
            </span>
            <span className={styles.number}>{row.probability.toFixed(2)}</span>
            {name === 'after' ? (
              <span className={styles.sign}>
                <span aria-hidden="true">{moveSign(rank, row.other)}</span>
                <span className={parts.offscreen}>
                  {moveWords(rank, row.other)}
                  {row.isTruth ? ', the truth' : ''}
                </span>
              </span>
            ) : row.isTruth ? (
              <span className={parts.offscreen}>the truth</span>
            ) : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
