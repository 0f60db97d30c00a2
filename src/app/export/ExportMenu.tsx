import { useRef, useState } from 'react';
import { ahead, fetched } from '../parts/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import type { Progress } from './ExportItems.tsx';
import { Popover } from '../parts/Popover.tsx';
import styles from './ExportMenu.module.css';

const ExportItems = fetched(ahead(async () => (await import('./ExportItems.tsx')).ExportItems));

/** What can be taken out of the page. */
export function ExportMenu() {
  const [progress, setProgress] = useState<Progress>('idle');
  const [opened, setOpened] = useState<'no' | 'by the person' | 'to tell'>('no');
  const isOpen = opened !== 'no';
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = (): void => {
    // Who has gone on to something else meanwhile is left there.
    if (menu.current?.contains(document.activeElement)) button.current?.focus();
    setOpened('no');
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
        <LazyPart>
          <ExportItems
            progress={progress}
            onProgress={setProgress}
            onDone={close}
            onFailed={() => setOpened('to tell')}
            takesFocus={opened === 'by the person'}
          />
        </LazyPart>
      </div>
      <ProgressLine progress={progress} />
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

/** What became of the file that was asked for last; nothing once it is saved. */
function ProgressLine({ progress }: { readonly progress: Progress }) {
  if (progress === 'idle') return null;
  if (progress === 'drawing') {
    return (
      <p role="status" className={styles.words}>
        Drawing …
      </p>
    );
  }
  return (
    <p role="alert" className={styles.words}>
      <strong>{progress.title}</strong> {progress.body}
    </p>
  );
}
