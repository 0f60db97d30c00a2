import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serveModels } from '../scripts/serveModels.ts';

/** As for the app itself: isolation lets the WASM runtime use threads and clocks tick finely. */
const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Scripts that are added to the app's page while it is measured, under names that do not change. */
const ADDED = new Set(['hooks', 'bare', 'sweep']);

/** The app as it is published, beside the pages and scripts that measure it. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  base: './',
  plugins: [react(), serveModels()],
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
        sweep: 'bench/sweep.ts',
      },
      output: {
        entryFileNames: ({ name }) => (ADDED.has(name) ? `assets/${name}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
  preview: { headers: ISOLATION_HEADERS },
});
