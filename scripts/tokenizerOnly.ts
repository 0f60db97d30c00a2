import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const SOURCES = fileURLToPath(new URL('../node_modules/@xenova/transformers/src/', import.meta.url));
const CORE = `${SOURCES}tokenization_utils.js`;
const UNUSED = /\/utils\/(hub|tensor|maths|logger|model_registry\/get_tokenizer_files)\.js$|^@huggingface\/jinja$/;
const EMPTY = '\0tokenizer-unused';
const NAMES = ['getModelJSON', 'max', 'Tensor', 'logger', 'get_tokenizer_files', 'Template', 'getFile', 'saveBlob'];

/** The files that make features of sound, where `src/inference/sound` asks for them. */
const SOUND = '\0sound-only';
const ASKS_FOR_SOUND = /\/src\/inference\/sound\/[^/]+$/;
const SOUND_FILES = [
  'models/wav2vec2/feature_extraction_wav2vec2.js',
  'models/whisper/feature_extraction_whisper.js',
  'models/audio_spectrogram_transformer/feature_extraction_audio_spectrogram_transformer.js',
  'models/moonshine/feature_extraction_moonshine.js',
];
const OF_SOUND = /\/(feature_extraction_\w+|utils\/audio)\.js$/;
const TENSOR = fileURLToPath(new URL('./libraryTensor.ts', import.meta.url));

/**
 * Takes only the tokenizer and the features of sound out of transformers.js. The whole library would bring a second ONNX
 * Runtime into the worker and point the shared one at a CDN; docs/decisions says more. It names files inside the package:
 * the version is pinned.
 */
export function tokenizerOnly(): Plugin {
  return {
    name: 'tokenizer-only',
    enforce: 'pre',
    resolveId(source, importer = '') {
      if (source === '@xenova/transformers') return ASKS_FOR_SOUND.test(importer) ? SOUND : CORE;
      if (importer === CORE) return UNUSED.test(source) ? EMPTY : null;
      if (!importer.startsWith(SOURCES) || !OF_SOUND.test(importer)) return null;
      if (source.endsWith('/utils/tensor.js') || source === './tensor.js') return TENSOR;
      return /\/(hub|io|logger)\.js$/.test(source) ? EMPTY : null;
    },
    load(id) {
      if (id === SOUND) return SOUND_FILES.map((file) => `export * from ${JSON.stringify(SOURCES + file)};`).join('\n');
      return id === EMPTY ? `export const ${NAMES.map((name) => `${name} = undefined`).join(', ')};` : null;
    },
  };
}
