import { defineConfig } from 'vitest/config';
import { tokenizerOnly } from './scripts/tokenizerOnly.ts';

const tests = (folder: string): string => `${folder}/**/*.test.{ts,tsx}`;

/** Folders of the app whose tests touch neither its store nor anything else that there is once: they compute. */
const PURE = ['state', 'shown', 'inside', 'cost', 'parts'].map((folder) => tests(`src/app/${folder}`));
const OF_STORE = 'src/app/state/store.test.ts';

export default defineConfig({
  // The tests run the tokenizer that ships.
  plugins: [tokenizerOnly()],
  test: {
    environment: 'node',
    // Else Node loads the files of the library by itself, and with them what the build leaves out.
    server: { deps: { inline: [/@xenova\/transformers\/src/] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Left to itself it leaves one core free, which on a machine of two means one file at a time.
    maxWorkers: '100%',
    css: { modules: { classNameStrategy: 'non-scoped' } },
    projects: [
      {
        extends: true,
        test: {
          // Nothing here outlives a call, so files share a process and what it has read: half of the time went into reading it anew.
          name: 'shared',
          include: [...['src/core', 'src/inference', 'src/offline', 'src/views'].map(tests), ...PURE],
          exclude: [OF_STORE],
          isolate: false,
        },
      },
      {
        extends: true,
        // The app has one store, so each file has it for itself; a thread begins sooner than a process.
        test: {
          name: 'app',
          include: ['src/*.test.ts', tests('src/app')],
          exclude: PURE.map((pure) => pure.replace('*.test', '!(store).test')),
          pool: 'threads',
        },
      },
      // Scripts have the whole process: folders, signals, how it ends.
      { extends: true, test: { name: 'scripts', include: [tests('scripts')] } },
    ],
  },
});
