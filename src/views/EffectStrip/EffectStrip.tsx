import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Effect, Objective } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { beginsWord, isolated, nameInPlace, visibleText } from '../../core/tokenText.ts';
import type { HoverStore } from '../hover.ts';
import { preciseNumber } from '../parts/numbers.ts';
import { useHover } from '../parts/useHover.ts';
import { effectMarks, fullBar, moveInLine } from './EffectStrip.layout.ts';
import type { EffectMark } from './EffectStrip.layout.ts';
import styles from './EffectStrip.module.css';

export type EffectStripProps = {
  readonly tokens: readonly Token[];
  readonly effect: Effect;
  /** A number of the vocabulary as readable text. */
  readonly textOf: (id: number) => string;
  /** Values below it are noise and stay grey; null where none was measured. */
  readonly floor: number | null;
  /** The position whose predictions are shown below. */
  readonly selected: number | null;
  readonly hover: HoverStore;
  readonly onSelect: (position: number) => void;
};

/** The sentence with how far each prediction moved: a bar under each token, the worst place and every flip marked. */
export function EffectStrip({ tokens, effect, textOf, floor, selected, hover, onSelect }: EffectStripProps) {
  const marks = useMemo(() => effectMarks(effect, tokens.length, floor), [effect, tokens.length, floor]);
  const lit = useHover(hover, (now) => now.query);
  const [current, setCurrent] = useState(0);
  const line = useRef<HTMLDivElement>(null);
  const reached = current < tokens.length ? current : 0;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(reached);
      return;
    }
    const next = moveInLine(tokens.length, reached, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    setCurrent(next);
    line.current?.querySelector<HTMLElement>(`[data-effect="${next}"]`)?.focus();
  };
  return (
    <div className={styles.strip}>
      <div
        ref={line}
        role="listbox"
        aria-orientation="horizontal"
        aria-label={`Effect on each token: the arrow keys read ${QUANTITY[effect.objective]}, Enter shows the predictions`}
        tabIndex={-1}
        className={styles.line}
        onPointerLeave={() => hover.set({ query: null })}
      >
        {tokens.map((token, index) => {
          const mark = marks[index];
          if (mark === undefined) return null;
          return (
            <span
              key={token.position}
              role="option"
              aria-selected={selected === token.position}
              aria-label={wordsOf(mark, token, effect.objective, textOf)}
              title={wordsOf(mark, token, effect.objective, textOf)}
              tabIndex={index === reached ? 0 : -1}
              data-effect={token.position}
              data-lit={lit === token.position || undefined}
              data-joins={!beginsWord(token, tokens[index - 1]) || undefined}
              data-special={token.special || undefined}
              className={styles.token}
              onPointerEnter={() => hover.set({ query: token.position, key: null, source: null })}
              onFocus={() => {
                setCurrent(token.position);
                hover.set({ query: token.position, key: null, source: null });
              }}
              onBlur={() => hover.set({ query: null })}
              onClick={() => onSelect(token.position)}
              onKeyDown={onKeyDown}
            >
              <span className={styles.text} dir="auto">
                {visibleText(token)}
              </span>
              <span className={styles.slot} data-none={mark.value === null || undefined}>
                <span
                  className={styles.bar}
                  data-faint={mark.isFaint || undefined}
                  style={{ height: `${100 * mark.share}%` }}
                />
              </span>
              <span
                className={styles.signs}
                data-worst={mark.isWorst || undefined}
                data-flipped={mark.isFlipped || undefined}
              />
            </span>
          );
        })}
      </div>
      <p className={styles.legend}>{legendOf(effect, marks, tokens, floor)}</p>
    </div>
  );
}

const QUANTITY: Readonly<Record<Objective, string>> = {
  'next-token': 'how far the prediction after each token moves',
  'masked-token': 'how far the prediction of each token moves',
  output: 'how far each output vector turns',
};

function unitOf(objective: Objective): string {
  return objective === 'output' ? '' : ' nats';
}

/** "after boy (3): KL 0.12 nats, worst place, now “into” in place of “to”" */
function wordsOf(mark: EffectMark, token: Token, objective: Objective, textOf: (id: number) => string): string {
  const place = `${objective === 'next-token' ? 'after ' : ''}${nameInPlace(token)}`;
  if (mark.value === null) return `${place}: not compared`;
  const words = [`${objective === 'output' ? 'turn' : 'KL'} ${preciseNumber(mark.value)}${unitOf(objective)}`];
  if (mark.isWorst) words.push('the worst place');
  if (mark.isFaint) words.push('within the noise');
  const [before, after] = [mark.effect?.before[0], mark.effect?.after[0]];
  if (mark.isFlipped && before !== undefined && after !== undefined)
    words.push(`now “${isolated(textOf(after.id))}” in place of “${isolated(textOf(before.id))}”`);
  return `${place}: ${words.join(', ')}`;
}

function legendOf(
  effect: Effect,
  marks: readonly EffectMark[],
  tokens: readonly Token[],
  floor: number | null,
): string {
  const unit = unitOf(effect.objective);
  const worst = marks.findIndex((mark) => mark.isWorst);
  const worstToken = tokens[worst];
  const name = effect.objective === 'output' ? 'turn (1 − cosine)' : 'KL of the prediction';
  const parts = [`Full bar: ${name} ${preciseNumber(fullBar(effect))}${unit}`];
  if (worstToken !== undefined)
    parts.push(`worst ${effect.objective === 'next-token' ? 'after' : 'at'} ${nameInPlace(worstToken)}`);
  if (effect.objective !== 'output')
    parts.push(`≠ another token is now most probable: ${effect.summary.nFlips} of ${effect.summary.nPositions}`);
  if (floor !== null) parts.push(`grey: within the noise, below ${preciseNumber(floor)}${unit}`);
  return parts.join(' · ');
}
