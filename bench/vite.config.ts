import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ISOLATION_HEADERS } from '../src/offline/isolationHeaders.ts';
import { readPlugins } from '../scripts/readPlugins.ts';
import { tokenizerOnly } from '../scripts/tokenizerOnly.ts';

/** Scripts that are added to the app's page while it is measured, under names that do not change. */
const ADDED = new Set(['hooks', 'bare', 'echo', 'sweep']);

/**
 * The app's page beside the pages and scripts that measure it. It is cut into other files than the page that is published, and has neither its policy
 * nor its service worker: what is measured of a visit takes that one (`bench/cold.ts`).
 */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  base: './',
  plugins: [react(), ...readPlugins()],
  build: {
    target: 'esnext',
    outDir: 'dist-bench',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: {
        app: 'index.html',
        gallery: 'gallery.html',
        paint: 'bench/paint.html',
        hooks: 'bench/hooks.ts',
        bare: 'bench/bare.ts',
        echo: 'bench/echo.ts',
        sweep: 'bench/sweep.ts',
      },
      output: {
        entryFileNames: ({ name }) => (ADDED.has(name) ? `assets/${name}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es', plugins: () => [tokenizerOnly()] },
  preview: { headers: ISOLATION_HEADERS },
});
