import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { contentPolicy, CONTENT_POLICY } from './scripts/contentPolicy.ts';
import { offlineWorker } from './scripts/offlineWorker.ts';
import { ISOLATION_HEADERS } from './src/offline/isolationHeaders.ts';
import { licences } from './scripts/licences.ts';
import { readPlugins } from './scripts/readPlugins.ts';
import { tokenizerOnly } from './scripts/tokenizerOnly.ts';

/** A worker is held to the policy that comes with its own script: the page's meta element does not reach it. */
const PREVIEW_HEADERS = { ...ISOLATION_HEADERS, 'Content-Security-Policy': CONTENT_POLICY };

const shipped = licences();

export default defineConfig({
  base: './',
  css: { modules: { generateScopedName: '[name]_[local]' } },
  plugins: [react(), ...readPlugins(), contentPolicy(), offlineWorker(() => [shipped.worker()]), shipped.page()],
  // Nothing is written into the styles as data: the page's policy takes fonts from files only.
  build: {
    target: 'esnext',
    chunkSizeWarningLimit: 1500,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What comes with the page is one file: in many small ones, each begins to learn anew what compresses well.
    // It holds the names of all the others: seven letters of their hash tell versions apart.
    rolldownOptions: {
      output: {
        chunkFileNames: 'assets/[name]-[hash:7].js',
        codeSplitting: { groups: [{ name: 'page', test: /src\/app\/main\.tsx$/ }] },
      },
    },
  },
  worker: { format: 'es', plugins: () => [tokenizerOnly(), shipped.worker()] },
  optimizeDeps: { exclude: ['@xenova/transformers'] },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: PREVIEW_HEADERS, port: 4173 },
});
