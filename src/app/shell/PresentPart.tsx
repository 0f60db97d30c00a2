import { useEffect, useRef, useState } from 'react';
import { dispatch } from '../state/store.ts';
import { isTyping } from '../parts/isTyping.ts';
import { presentKeyOf } from './presentKeys.ts';
import { toggleLessons } from './toggleLessons.ts';
import controls from '../parts/controls.module.css';
import styles from './PresentPart.module.css';

/** What the header has while the page is shown to a room, and the keys of a remote control. */
export function PresentPart() {
  const [isBlack, setBlack] = useState(false);
  useEffect(() => {
    const answer = (event: KeyboardEvent, isRemote: boolean): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const row = presentKeyOf(event.key);
      if (row === undefined || (row.isRemote ?? false) !== isRemote) return;
      if (isRemote ? isInside(event.target) : isTyping(event.target) || isNearer(event)) return;
      event.preventDefault();
      // “Esc” means more on the page that is come back to.
      event.stopImmediatePropagation();
      row.does({ onBlack: () => setBlack(true), onTurn: turn, onLeave: leave });
    };
    const onKeyDown = (event: KeyboardEvent): void => answer(event, false);
    // Before anything that has the focus: who speaks is not at the keyboard.
    const onRemote = (event: KeyboardEvent): void => answer(event, true);
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('keydown', onRemote, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('keydown', onRemote, true);
    };
  }, []);
  return (
    <div className={styles.part}>
      <button type="button" className={controls.plain} onClick={toggleLessons}>
        Learn
      </button>
      <button
        type="button"
        className={controls.plain}
        title="All black, until a key or a tap"
        onClick={() => setBlack(true)}
      >
        Black
      </button>
      <button
        type="button"
        className={controls.plain}
        title="End presenting"
        aria-label="Leave presenting"
        onClick={leave}
      >
        Leave
      </button>
      {isBlack ? <BlackScreen onEnd={() => setBlack(false)} /> : null}
    </div>
  );
}

/** Nothing to see: who speaks has all eyes. Any key or tap ends it, and does nothing else. */
function BlackScreen({ onEnd }: { readonly onEnd: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className={styles.black} aria-label="Black screen" onClose={onEnd}>
      <button
        type="button"
        aria-label="Any key or a tap ends the black screen"
        onClick={onEnd}
        onKeyDown={(event) => {
          event.preventDefault();
          event.stopPropagation();
          onEnd();
        }}
      />
    </dialog>
  );
}

/** Whether something else is open over the page, which has these keys for itself. */
function isInside(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog, [role=menu]') !== null;
}

/** A message that has the focus is closed first, and what hears the key itself is nearer. */
function isNearer(event: KeyboardEvent): boolean {
  return event.defaultPrevented || document.activeElement?.closest('[data-message]') != null;
}

function leave(): void {
  dispatch({ type: 'viewChanged', change: { isPresenting: false } });
}

/** Without a lesson there is nothing to turn. */
function turn(way: 'back' | 'next'): void {
  document.querySelector<HTMLElement>(`[data-turn=${way}]`)?.click();
}
