import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const CORE = fileURLToPath(new URL('../node_modules/@xenova/transformers/src/tokenization_utils.js', import.meta.url));
const UNUSED = /\/utils\/(hub|tensor|maths|logger|model_registry\/get_tokenizer_files)\.js$|^@huggingface\/jinja$/;
const EMPTY = '\0tokenizer-unused';
const NAMES = ['getModelJSON', 'max', 'Tensor', 'logger', 'get_tokenizer_files', 'Template'];

/**
 * Takes only the tokenizer out of transformers.js. The whole library would bring a second ONNX Runtime into the worker
 * and point the shared one at a CDN; docs/decisions says more. It names files inside the package: the version is pinned.
 */
export function tokenizerOnly(): Plugin {
  return {
    name: 'tokenizer-only',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === '@xenova/transformers') return CORE;
      return importer === CORE && UNUSED.test(source) ? EMPTY : null;
    },
    load(id) {
      return id === EMPTY ? `export const ${NAMES.map((name) => `${name} = undefined`).join(', ')};` : null;
    },
  };
}
