import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serveModels } from './scripts/serveModels.ts';
import { tokenizerOnly } from './scripts/tokenizerOnly.ts';

/** Cross-origin isolation lets the WASM runtime use threads. */
const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [react(), serveModels(), tokenizerOnly()],
  build: { target: 'esnext', chunkSizeWarningLimit: 1500 },
  worker: { format: 'es', plugins: () => [tokenizerOnly()] },
  optimizeDeps: { exclude: ['@xenova/transformers'] },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS, port: 4173 },
});
