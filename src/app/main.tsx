import '@fontsource-variable/jetbrains-mono';
import '@fontsource-variable/source-sans-3';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { ensureIsolated } from './loops/isolate.ts';
import { hasOwnOrigin } from './loops/ownOrigin.ts';
import { startLoops } from './loops/startLoops.ts';
import './theme.css';

const root = createRoot(document.querySelector('#app') ?? document.body);

if (hasOwnOrigin()) {
  ensureIsolated();
  root.render(<App />);
  void startLoops(async () => (await import('./export/saveAsked.ts')).saveAsked);
} else {
  document.documentElement.dataset['state'] = 'failed';
  // Not awaited here: that file takes what it needs from this one, and would wait for it to end.
  void import('./shell/OwnTab.tsx').then(({ OwnTab }) => root.render(<OwnTab address={window.location.href} />));
}
