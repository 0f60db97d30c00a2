import { useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Objective } from '../../core/effect/effect.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { moveInLine } from './EffectStrip.layout.ts';
import { effectPicture } from './EffectStrip.picture.ts';
import type { EffectValues } from './EffectStrip.picture.ts';
import styles from './EffectStrip.module.css';

type EffectStripProps = EffectValues & {
  /** The position whose predictions are shown below. */
  readonly selected: number | null;
  readonly hover: HoverStore;
  readonly onSelect: (position: number) => void;
};

/** The sentence with how far each prediction moved: a bar under each token, the worst place and every flip marked. */
export function EffectStrip({ tokens, effect, textOf, floor, selected, hover, onSelect }: EffectStripProps) {
  const { columns, legend } = useMemo(
    () => effectPicture({ effect, tokens, textOf, floor }),
    [effect, tokens, textOf, floor],
  );
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
        {columns.map((column, index) => (
          <span
            key={column.position}
            role="option"
            aria-selected={selected === column.position}
            aria-label={column.says}
            title={column.says}
            tabIndex={index === reached ? 0 : -1}
            data-effect={column.position}
            data-lit={lit === column.position || undefined}
            data-joins={column.joins || undefined}
            data-special={column.isSpecial || undefined}
            className={styles.token}
            onPointerEnter={() => hover.set({ query: column.position, key: null, source: null })}
            onFocus={() => {
              setCurrent(column.position);
              hover.set({ query: column.position, key: null, source: null });
            }}
            onBlur={() => hover.set({ query: null })}
            onClick={() => onSelect(column.position)}
            onKeyDown={onKeyDown}
          >
            <span className={styles.text} dir="auto">
              {column.words}
            </span>
            <span className={styles.slot} data-none={column.value === null || undefined}>
              <span
                className={styles.bar}
                data-faint={column.isFaint || undefined}
                style={{ height: `${100 * column.share}%` }}
              />
            </span>
            <span
              className={styles.signs}
              data-worst={column.isWorst || undefined}
              data-flipped={column.isFlipped || undefined}
            />
          </span>
        ))}
      </div>
      <p className={styles.legend}>{legend}</p>
    </div>
  );
}

const QUANTITY: Readonly<Record<Objective, string>> = {
  'next-token': 'how far the prediction after each token moves',
  'masked-token': 'how far the prediction of each token moves',
  class: 'how far the classes move',
  output: 'how far each output vector turns',
};
