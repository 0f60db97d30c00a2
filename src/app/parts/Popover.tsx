import type { KeyboardEvent, ReactNode, Ref } from 'react';
import controls from './controls.module.css';
import styles from './Popover.module.css';

type PopoverProps = {
  /** The words of the button that it hangs from. */
  readonly title: string;
  readonly button: Ref<HTMLButtonElement>;
  readonly isOpen: boolean;
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** Esc: whoever closes it may want to have the focus back. */
  readonly onEscape: () => void;
  /** The focus has gone elsewhere. */
  readonly onLeave: () => void;
  /** Any other key; true if it was for what is in here. */
  readonly onKey: (key: string) => boolean;
};

/** A button and what hangs from it while it is open; keys in there are heard by nothing else on the page. */
export function Popover({ title, button, isOpen, children, onPress, onEscape, onLeave, onKey }: PopoverProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOpen) return;
    if (event.key === 'Escape') onEscape();
    else if (!onKey(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      role="presentation"
      className={styles.box}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) onLeave();
      }}
    >
      <button
        ref={button}
        type="button"
        className={controls.plain}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={onPress}
      >
        {title}
      </button>
      {isOpen ? <div className={styles.menu}>{children}</div> : null}
    </div>
  );
}
