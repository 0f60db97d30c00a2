import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Surface.module.css';

type SurfaceProps = {
  readonly name: string;
  /** What it is, in place of "application": "line chart". */
  readonly kind: string;
  readonly isBusy?: boolean;
  /** Called with the place of the pointer in CSS pixels from the top left. */
  readonly onPoint: (x: number, y: number) => void;
  /** The pointer or the focus has left. */
  readonly onLeave: () => void;
  readonly onFocus?: () => void;
  /** A click, Enter or space. */
  readonly onSelect: () => void;
  /** Returns whether the key meant something here. */
  readonly onKey: (key: string) => boolean;
};

/** What lies over a chart and takes pointer and keyboard for it: the chart is one stop of Tab, the arrow keys read it. */
export function Surface({ name, kind, isBusy = false, onPoint, onLeave, onFocus, onSelect, onKey }: SurfaceProps) {
  const point = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint(event.clientX - box.left, event.clientY - box.top);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isSelect = event.key === 'Enter' || event.key === ' ';
    if (isSelect) onSelect();
    else if (!onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application reads its keys itself
    <div
      role="application"
      aria-roledescription={kind}
      aria-label={name}
      aria-busy={isBusy}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className={styles.surface}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => {
        // A finger leaves when it lifts; what it pointed at stays readable.
        if (event.pointerType !== 'touch') onLeave();
      }}
      onClick={onSelect}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) onFocus?.();
      }}
      onBlur={onLeave}
      onKeyDown={onKeyDown}
    />
  );
}
