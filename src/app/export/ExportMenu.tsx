import { useRef, useState } from 'react';
import { freshReports } from '../shown/selectors.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { FigureItems, FigureProgressLine, InsideItems, useSaving } from './FigureItems.tsx';
import type { FigureItemsProps } from './FigureItems.tsx';
import { Popover } from '../parts/Popover.tsx';
import styles from './ExportMenu.module.css';

const selectRun = (state: AppState) => state.run;

/** What can be taken out of the page. */
export function ExportMenu() {
  const run = useApp(selectRun);
  const reports = useApp(freshReports);
  const [opened, setOpened] = useState<'no' | 'by the person' | 'to tell'>('no');
  const isOpen = opened !== 'no';
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = (): void => {
    // Who has gone on to something else meanwhile is left there.
    if (menu.current?.contains(document.activeElement)) button.current?.focus();
    setOpened('no');
  };
  const saving = useSaving(close, () => setOpened('to tell'));
  const files: FigureItemsProps = {
    isBusy: saving.progress === 'drawing',
    onSave: (kind, format) => void saving.save(kind, format),
  };
  return (
    <Popover
      title="Export"
      button={button}
      isOpen={isOpen}
      onPress={() => setOpened(isOpen ? 'no' : 'by the person')}
      onEscape={close}
      onLeave={() => setOpened('no')}
      onKey={(key) => moveInMenu(menu.current, key)}
    >
      <div role="menu" aria-label="Export" ref={menu}>
        <button
          type="button"
          role="menuitem"
          ref={opened === 'by the person' ? focusItem : null}
          className={styles.item}
          disabled={run === null || reports === null}
          onClick={() => {
            if (run !== null && reports !== null) void saving.saveRun(run, reports);
          }}
        >
          Run (JSON)
        </button>
        <InsideItems {...files} />
        <FigureItems {...files} />
      </div>
      <FigureProgressLine progress={saving.progress} />
    </Popover>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Moves the focus to the item that an arrow key leads to, round and round; false for any other key. */
function moveInMenu(menu: HTMLElement | null, key: string): boolean {
  const step = STEPS[key];
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]:enabled') ?? [])];
  if (step === undefined || items.length === 0) return false;
  const at = items.findIndex((item) => item === document.activeElement);
  items[(at + step + items.length) % items.length]?.focus();
  return true;
}

/** A menu that opens takes the focus to its first item. */
function focusItem(item: HTMLElement | null): void {
  item?.focus();
}
