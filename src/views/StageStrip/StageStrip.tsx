import { useMemo, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { MARK_WORDS, moveOnStrip, SIGNS, stripPicture } from './StageStrip.picture.ts';
import type { StageGroup, StageMark } from './StageStrip.picture.ts';
import styles from './StageStrip.module.css';

type StageStripProps = {
  readonly groups: readonly StageGroup[];
  readonly chosen: string;
  /** Id of the element that shows the chosen step. */
  readonly shownIn: string;
  readonly onChoose: (id: string) => void;
  /** Read out as the name of the strip. */
  readonly name?: string;
  /** Letters that the value of a step has room for, so that strips under each other have the same columns. */
  readonly roomOf?: (id: string) => number;
};

/** The road through a head, step by step: one stop of Tab, the arrow keys lead from step to step. */
export function StageStrip({
  groups,
  chosen,
  shownIn,
  onChoose,
  name: stripName = 'Stages of the head',
  roomOf,
}: StageStripProps) {
  const picture = useMemo(() => stripPicture(groups, chosen), [groups, chosen]);
  const strip = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : moveOnStrip(groups, chosen, event.key);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(next);
    strip.current?.querySelector<HTMLElement>(`[data-stage="${next}"]`)?.focus();
  };
  return (
    <div
      ref={strip}
      className={styles.strip}
      role="radiogroup"
      aria-label={stripName}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      {picture.map(({ name, boxes }) => (
        <div key={name} role="presentation" className={styles.group}>
          <span className={styles.title} aria-hidden="true">
            {name}
          </span>
          {boxes.map((box) => (
            <button
              key={box.id}
              type="button"
              role="radio"
              className={styles.box}
              aria-checked={box.isChosen}
              aria-controls={shownIn}
              aria-label={box.words}
              title={box.shape || undefined}
              tabIndex={box.isChosen ? 0 : -1}
              data-stage={box.id}
              data-mark={box.mark}
              onClick={() => onChoose(box.id)}
            >
              {box.mark === 'none' ? (
                <span className={styles.value} title={box.name}>
                  {box.number}
                  <i data-text={SIGNS.none} />
                </span>
              ) : (
                <>
                  <span className={styles.name}>{box.name}</span>
                  <span
                    className={styles.value}
                    style={roomOf === undefined ? undefined : { minWidth: `${roomOf(box.id)}ch` }}
                  >
                    {box.value}
                    <i data-text={SIGNS[box.mark]} />
                  </span>
                </>
              )}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

/** What the marks of the steps mean. */
export function StageLegend({ marks }: { readonly marks: readonly StageMark[] }) {
  return (
    <p className={styles.legend}>
      {marks.map((mark) => (
        <span key={mark}>
          {SIGNS[mark]} {MARK_WORDS[mark]}
        </span>
      ))}
    </p>
  );
}
