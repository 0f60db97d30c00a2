import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { extrasOf, saveRun } from '../exportRun.ts';
import { freshReports } from '../state.ts';
import type { AppState } from '../state.ts';
import { store, useApp } from '../store.ts';
import { FigureItems, useFigures } from './FigureItems.tsx';
import styles from './Header.module.css';

const selectRun = (state: AppState) => state.run;

/** What can be taken out of the page. */
export function ExportMenu() {
  const run = useApp(selectRun);
  const reports = useApp(freshReports);
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const figures = useFigures(close, () => setOpen(true));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    close();
  };
  return (
    <div
      role="presentation"
      className={styles.menuBox}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={styles.plain}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        Export
      </button>
      {isOpen ? (
        <div role="menu" aria-label="Export" className={styles.menu}>
          <button
            type="button"
            role="menuitem"
            ref={focusItem}
            className={styles.item}
            disabled={run === null || reports === null}
            onClick={() => {
              if (run !== null && reports !== null) void saveRun(run, reports, extrasOf(store.getState()));
              close();
            }}
          >
            Run (JSON)
          </button>
          <FigureItems progress={figures.progress} onSave={(kind, format) => void figures.save(kind, format)} />
        </div>
      ) : null}
    </div>
  );
}

/** A menu that opens takes the focus to its first item. */
function focusItem(item: HTMLElement | null): void {
  item?.focus();
}
