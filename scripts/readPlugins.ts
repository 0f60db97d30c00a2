import type { Plugin } from 'vite';
import { tellFamilies } from './familiesTold.ts';
import { serveModels } from './serveModels.ts';
import { tokenizerOnly } from './tokenizerOnly.ts';

/** What the app's imports and the models beside it need, whether it is published, measured or looked at. */
export function readPlugins(): Plugin[] {
  return [serveModels(), tellFamilies(), tokenizerOnly()];
}
