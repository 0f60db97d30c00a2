import { useEffect, useMemo, useState } from 'react';
import { createHoverStore } from '../views/hover.ts';
import type { CatalogModel } from './catalog.ts';
import { listenForKeys } from './keys.ts';
import { DetailPanel } from './panels/DetailPanel.tsx';
import { Header } from './panels/Header.tsx';
import { HeadsPanel } from './panels/HeadsPanel.tsx';
import { HelpSheet } from './panels/HelpSheet.tsx';
import { SentencePanel } from './panels/SentencePanel.tsx';
import { StatusBar } from './panels/StatusBar.tsx';
import { WhyPanel } from './panels/WhyPanel.tsx';
import { pageState } from './state.ts';
import type { AppState } from './state.ts';
import { useApp } from './store.ts';
import { remOf, useScheme } from './useEnvironment.ts';
import styles from './App.module.css';

const selectTheme = (state: AppState) => state.view.theme;
const selectIsLarge = (state: AppState) => state.view.isLarge;

/** The page: sentence on top, all heads on the left, pinned heads on the right, why under them. */
export function App({ catalog, onRetry }: { readonly catalog: readonly CatalogModel[]; readonly onRetry: () => void }) {
  const theme = useApp(selectTheme);
  const isLarge = useApp(selectIsLarge);
  const page = useApp(pageState);
  const scheme = useScheme(theme);
  const hover = useMemo(() => createHoverStore(), []);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const rem = remOf(isLarge);

  useEffect(() => {
    const root = document.documentElement;
    root.dataset['state'] = page;
    root.dataset['theme'] = theme;
    root.toggleAttribute('data-large', isLarge);
  }, [page, theme, isLarge]);
  useEffect(() => listenForKeys(() => setHelpOpen(true)), []);

  return (
    <div className={styles.page} data-stale={page === 'loading' || page === 'running' || undefined}>
      <Header catalog={catalog} onHelp={() => setHelpOpen(true)} />
      <SentencePanel hover={hover} rem={rem} />
      <main className={styles.main}>
        <HeadsPanel hover={hover} scheme={scheme} rem={rem} />
        <DetailPanel hover={hover} scheme={scheme} rem={rem} />
      </main>
      <footer className={styles.why}>
        <WhyPanel hover={hover} />
      </footer>
      <StatusBar onRetry={onRetry} />
      {isHelpOpen ? <HelpSheet onClose={() => setHelpOpen(false)} /> : null}
    </div>
  );
}
