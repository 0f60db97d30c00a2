import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/source-sans-3';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import type { CatalogModel } from './loops/catalog.ts';
import { fetchCatalog, startEffects } from './loops/effects.ts';
import type { Effects } from './loops/effects.ts';
import { followHistory, restoreLink } from './loops/history.ts';
import { ensureIsolated } from './loops/isolate.ts';
import { isFolded } from './state/longLinks.ts';
import { hasOwnOrigin } from './loops/ownOrigin.ts';
import { OwnTab } from './shell/OwnTab.tsx';
import { dispatch } from './state/store.ts';
import './theme.css';

const root = createRoot(document.querySelector('#app') ?? document.body);
let effects: Effects | null = null;
let fetching = new AbortController();

async function start(): Promise<void> {
  effects?.stop();
  effects = null;
  dispatch({ type: 'loadStarted', loadId: 0 });
  fetching = new AbortController();
  const { signal } = fetching;
  const catalog = await fetchCatalog(signal);
  const isList = Array.isArray(catalog);
  if (isList) effects = startEffects(catalog);
  draw(isList ? catalog : []);
  if (isList) return;
  if ('code' in catalog) dispatch({ type: 'load-failed', loadId: 0, error: catalog });
}

function draw(catalog: readonly CatalogModel[]): void {
  root.render(<App catalog={catalog} effects={effects} onRetry={() => void start()} onStop={() => fetching.abort()} />);
}

if (hasOwnOrigin()) {
  ensureIsolated();
  draw([]);
  void begin();
} else {
  document.documentElement.dataset['state'] = 'failed';
  root.render(<OwnTab address={window.location.href} />);
}

/** What the link says comes first: only then is anything asked of the worker, or of a hub. */
async function begin(): Promise<void> {
  if (isFolded(window.location.hash)) await restoreLink();
  followHistory();
  await start();
}
