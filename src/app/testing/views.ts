import fc from 'fast-check';
import { ABLATION_MODES } from '../../core/ablation/ablation.ts';
import { formatAblation, parseAblation } from '../../core/ablation/address.ts';
import { formatSetup } from '../../core/cost/setupAddress.ts';
import { anySetup } from '../../core/cost/testing/anySetup.ts';
import { STAGE_IDS } from '../../core/inside/stages.ts';
import { LABEL_IDS } from '../../core/labels/report.ts';
import { formatHead, sameHead } from '../../core/selection.ts';
import { PAGE_NAMES } from '../state/pageNames.ts';
import { COLOR_KEYS, MAP_KINDS, SORT_KEYS, TIMED_LENGTHS } from '../state/view.ts';
import type { View } from '../state/view.ts';
import { DEFAULT_TEXT, risingLayers } from '../state/fields.ts';
import { isModelId } from '../state/modelAddress.ts';

/** What a person may type, surrogate pairs whole: a lone half has no form in a URL. */
const typed = fc.string({ unit: 'grapheme', maxLength: 60 });

const anyHead = fc.record({ layer: fc.nat(9999), head: fc.nat(9999) });

const anySpan = fc
  .tuple(fc.nat(9999), fc.integer({ min: 1, max: 2000 }))
  .map(([start, length]) => ({ start, end: start + length }));

/** Every view that a link can hold. */
export const anyView: fc.Arbitrary<View> = fc
  .record<View>({
    modelId: fc.stringMatching(/^[\w.-]{1,20}(\/[\w.-]{1,20})?$/).filter(isModelId),
    graph: fc.constantFrom(null, 'onnx/vision_model.onnx', 'a b.onnx'),
    inputs: fc.constantFrom(null, 'task_id:2', 'input.1%3A0:ids,speed:0.5'),
    host: fc.constantFrom('https://huggingface.co', 'http://localhost:8080', 'https://mirror.school/hub/of/models'),
    revision: fc.constantFrom('main', 'refs/pr/1', 'v1.0', '0123456789abcdef'),
    weights: fc.constantFrom('auto', 'fp32', 'fp16', 'q8', 'q4', 'q4f16'),
    text: fc.oneof(typed, fc.constantFrom('', DEFAULT_TEXT, 'a&b=c+d%20#?', 'line\nbreak\r\n\ttab')),
    pair: fc.option(typed),
    written: fc.option(fc.array(fc.nat(999_999), { maxLength: 40 })),
    sampling: fc.option(
      fc.record({
        temperature: fc.integer({ min: 10, max: 500 }).map((hundredths) => hundredths / 100),
        topK: fc.integer({ min: 1, max: 999 }),
        seed: fc.nat(999_999),
      }),
    ),
    stack: fc.constantFrom(null, 'encoder', 'decoder', 'cross'),
    backend: fc.constantFrom('auto', 'webgpu', 'wasm'),
    heads: fc.uniqueArray(anyHead, {
      maxLength: 12,
      selector: formatHead,
    }),
    asked: fc.oneof(fc.nat(99_999), fc.constantFrom('none' as const, 'auto' as const)),
    side: fc.constantFrom('query', 'key'),
    stretch: fc.option(fc.record({ queries: anySpan, keys: anySpan })),
    scale: fc.constantFrom('absolute', 'head', 'log'),
    hidesSinks: fc.boolean(),
    showsEvidence: fc.boolean(),
    color: fc.constantFrom(...COLOR_KEYS),
    sort: fc.constantFrom(...SORT_KEYS),
    filter: fc.option(fc.constantFrom(...LABEL_IDS)),
    minScore: fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20),
    showsWhy: fc.boolean(),
    panel: fc.constantFrom(...PAGE_NAMES),
    words: fc.oneof(typed, fc.constantFrom('*feelings', '*joining-words', '*nothing')),
    ablation: fc
      .uniqueArray(
        fc.record({
          kind: fc.constantFrom(null, 'encoder', 'decoder', 'cross'),
          layer: fc.nat(30),
          head: fc.nat(30),
          keep: fc.integer({ min: 0, max: 19 }).map((twentieths) => twentieths / 20),
        }),
        { maxLength: 40, selector: (head) => `${head.kind} ${formatHead(head)}` },
      )
      .map((heads) => parseAblation(formatAblation(heads)) ?? []),
    mode: fc.constantFrom(...ABLATION_MODES),
    picture: fc.constantFrom('before', 'after', 'difference'),
    oneHead: fc.uniqueArray(fc.nat(9999), { maxLength: 8 }).map(risingLayers),
    groups: fc.integer({ min: 5, max: 60 }).map((hundredths) => hundredths / 100),
    keys: fc.constantFrom('all', 'content'),
    twins: fc.option(fc.tuple(anyHead, anyHead).filter(([a, b]) => !sameHead(a, b))),
    cell: fc.option(fc.tuple(fc.nat(99_999), fc.nat(99_999))),
    stage: fc.constantFrom(...STAGE_IDS),
    against: fc.option(typed),
    word: fc.string({ unit: 'grapheme', maxLength: 8 }),
    map: fc.constantFrom(null, ...MAP_KINDS),
    tau: fc.integer({ min: 25, max: 400 }).map((hundredths) => hundredths / 100),
    // Without the scale no temperature is tried: see below.
    isUnscaled: fc.boolean(),
    triedOn: fc.constantFrom('head', 'layer', 'all'),
    cost: fc.option(anySetup.map(formatSetup)),
    lesson: fc.constantFrom(null, 'list', 'six-steps', 'six-steps.3', 'my-own-2.12'),
    drawing: fc.option(fc.stringMatching(/^(s\d{1,2}|p[\w-]{1,20})$/)),
    timed: fc.constantFrom(...TIMED_LENGTHS),
    isLarge: fc.boolean(),
    isPresenting: fc.boolean(),
    theme: fc.constantFrom('auto', 'light', 'dark'),
  })
  .map((view) => (view.isUnscaled ? { ...view, tau: 1 } : view));
