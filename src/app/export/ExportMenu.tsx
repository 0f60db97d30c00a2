import { useCallback, useEffect, useRef, useState } from 'react';
import { ahead, fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { Popover } from '../parts/Popover.tsx';
import { hear } from '../state/store.ts';

const ExportItems = fetched(ahead(async () => (await import('./ExportItems.tsx')).ExportItems));

/** What can be taken out of the page. */
export function ExportMenu() {
  const [opened, setOpened] = useState<'no' | 'by the person' | 'to tell'>('no');
  const isOpen = opened !== 'no';
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const close = useCallback((): void => {
    // Who has gone on to something else meanwhile is left there.
    if (menu.current?.contains(document.activeElement)) button.current?.focus();
    setOpened('no');
  }, []);
  // Whatever became of the menu meanwhile, it closes once a file is there, and opens to tell why there is none.
  useEffect(
    () =>
      hear({
        savingChanged({ saving }) {
          if (saving === 'idle') close();
          else if (saving !== 'drawing') setOpened('to tell');
        },
      }),
    [close],
  );
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
      <LazyPart>
        <ExportItems menu={menu} onDone={close} takesFocus={opened === 'by the person'} />
      </LazyPart>
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
