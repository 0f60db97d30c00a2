import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './Dialog.module.css';

type DialogProps = {
  /** Its name for a screen reader. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
  /** By its button, by Esc, or as a wish of the browser. */
  readonly onClose: () => void;
};

/** A sheet over the page, for as long as it is drawn. At its end stands the button that closes it. */
export function Dialog({ label, className = styles.dialog, children, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // The browser takes the first stop there is, and a dotted word that has the focus is explained.
    element?.querySelector<HTMLElement>('a[href], button:not([data-term]), input, select, textarea')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} className={className} aria-label={label} onClose={onClose}>
      {children}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
