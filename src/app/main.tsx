import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/source-sans-3';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import type { CatalogModel } from './catalog.ts';
import { fetchCatalog, startEffects } from './effects.ts';
import { followHistory } from './history.ts';
import { dispatch } from './store.ts';
import './theme.css';

const root = createRoot(document.querySelector('#app') ?? document.body);
let stop: (() => void) | null = null;

async function start(): Promise<void> {
  stop?.();
  const catalog = await fetchCatalog();
  const isList = Array.isArray(catalog);
  draw(isList ? catalog : []);
  if (isList) stop = startEffects(catalog);
  else if ('code' in catalog) dispatch({ type: 'loadFailed', error: catalog });
}

function draw(catalog: readonly CatalogModel[]): void {
  root.render(<App catalog={catalog} onRetry={() => void start()} />);
}

draw([]);
followHistory();
void start();
