import { defineConfig } from 'vitest/config';
import { tokenizerOnly } from './scripts/tokenizerOnly.ts';

export default defineConfig({
  // The tests run the tokenizer that ships.
  plugins: [tokenizerOnly()],
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    css: { modules: { classNameStrategy: 'non-scoped' } },
  },
});
