import { labelOf } from './draft.ts';
import type { Rewrite } from './draft.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import { floatOf, intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { FreshNames } from './names.ts';
import type { FusedOperator, UnfusedPlaces } from './fusedOperator.ts';
import { packedTokens } from './packedTokens.ts';
import { PartsBuilder } from './partsBuilder.ts';
import { causalMask, lowestOf, paddingMask } from './partsMasks.ts';
import { rankOf } from './rank.ts';
import { isSelfAttention } from './selfAttention.ts';
import { FLOAT16, FLOAT32, INT64 } from './write.ts';

/** Between [sequence, token, head, channel] and [sequence, head, token, channel]. */
const SWAP = { perm: [0, 2, 1, 3] } as const;

/**
 * Attention of operators that the runtime knows on graphics cards alone, or that give no weights, as its parts: heads, past, scores, mask,
 * softmax and context, which run anywhere. Returns why, if it is of a form that is not taken apart.
 * Source: ContribOperators.md of ONNX Runtime.
 */
export function takeApart(
  index: GraphIndex,
  node: GraphNode,
  operator: FusedOperator,
  opset: number,
  fresh: FreshNames,
): Rewrite | string {
  if (operator.weights.by !== 'unfused') throw new RangeError(`invalid operator: ${node.opType} is not taken apart`);
  const { places } = operator.weights;
  const at = (input: number | null): string => (input === null ? '' : (node.inputs[input] ?? ''));
  const nHeads = intOf(node, operator.heads, 0);
  const nKeyHeads = places.keyHeads === null ? nHeads : intOf(node, places.keyHeads, nHeads);
  const isCross = places.key !== null && rankOf(index, at(places.key)) === 4;
  const maskRank = at(places.mask) === '' ? 0 : rankOf(index, at(places.mask));
  const refusal = whyNot(node, operator.weights, opset, maskRank, nHeads);
  if (refusal !== null || maskRank === null) return refusal ?? '';
  const elementType = elementTypeAt(index, at(places.query));
  const isHalf = elementType === 'float16';
  const b = new PartsBuilder(fresh, opset);

  const isPacked = places.lengths !== null;
  const given = partsOf(b, at, places);
  const [queries = '', keys = '', values = ''] = given.map((part, which) => {
    // Keys of another sequence come by heads already.
    if (isCross && which > 0) return part;
    const row = isPacked ? b.unsqueeze(part, [0]) : part;
    const split = b.add('Reshape', [row, b.ints([0, 0, which === 0 ? nHeads : nKeyHeads, -1])]);
    return b.add('Transpose', [split], SWAP);
  });
  const nTokens = b.lengthOf(queries, 2);
  const packed = isPacked ? packedTokens(b, at(places.lengths), nTokens) : null;
  const isRotary = places.rotary !== null && intOf(node, 'do_rotary', 0) === 1;
  const turned = (tensor: string): string =>
    isRotary && packed !== null
      ? rotated(b, tensor, at(places.rotary?.cos ?? null), at(places.rotary?.sin ?? null), packed.places)
      : tensor;
  const query = turned(queries);
  const past = pastOf(b, node, at, places);
  const [key, value] = [behind(b, past?.keys, turned(keys)), behind(b, past?.values, values)];
  const keyT = b.add('Transpose', [repeated(b, key, nHeads, nKeyHeads)], { perm: [0, 1, 3, 2] });
  const scale = floatOf(node, 'scale', 0);
  const factor = scale === 0 ? b.add('Div', [b.float(1, false), rootOfWidth(b, query)]) : b.float(scale, false);
  const product = b.add('MatMul', [query, keyT]);
  let scores = b.add('Mul', [product, isHalf ? b.add('Cast', [factor], { to: FLOAT16 }) : factor]);
  const cap = floatOf(node, 'softcap', 0);
  if (cap > 0) {
    scores = b.add('Mul', [b.add('Tanh', [b.add('Div', [scores, b.float(cap, isHalf)])]), b.float(cap, isHalf)]);
  }
  if (at(places.addend) !== '') scores = b.add('Add', [scores, at(places.addend)]);
  if (maskRank > 0) {
    const lowest = floatOf(node, 'mask_filter_value', -10000);
    scores = b.add('Add', [scores, paddingMask(b, at(places.mask), maskRank, keyT, query, lowest, isHalf)]);
  }
  const isCausal =
    !isCross && (places.causal === 'always' || (places.causal !== 'never' && intOf(node, places.causal, 1) === 1));
  if (packed !== null) {
    const window = intOf(node, 'local_window_size', -1);
    const isAfter = isCausal ? b.lessOrEqual(b.ints(0), packed.distance) : null;
    const isNear = window > 0 ? b.add('Less', [packed.distance, b.ints(window)]) : null;
    const isSeen = [isAfter, isNear].reduce<string>(
      (all, one) => (one === null ? all : b.add('And', [all, one])),
      packed.isSame,
    );
    scores = b.add('Where', [isSeen, scores, b.float(lowestOf(isHalf), isHalf)]);
  } else if (isCausal) scores = causalMask(b, scores, isHalf);
  const probabilities = b.add('Softmax', [scores], { axis: 3 });
  const weighted = b.add('MatMul', [probabilities, repeated(b, value, nHeads, nKeyHeads)]);
  const joined = b.add('Reshape', [b.add('Transpose', [weighted], SWAP), b.ints([0, 0, -1])]);
  const [context = '', ...presents] = node.outputs;
  if (isPacked)
    b.add('Reshape', [joined, b.add('Concat', [b.ints([-1]), b.lengthOf(joined, 2)], { axis: 0 })], {}, context);
  else b.add('Identity', [joined], {}, context);
  givePresent(b, at, places, presents, { key, value, past, product });
  return {
    drafts: [
      {
        isSelf:
          !isCross &&
          (places.key === null || isSelfAttention(index, at(places.query), at(places.key), at(places.value))),
        isCausal,
        probabilities,
        elementType: elementType === 'undefined' ? 'float32' : elementType,
        scores,
        query,
        key: keyT,
        value,
        context,
        nodeName: labelOf(node),
        how: `${node.opType} taken apart: MatMul -> Mul -> mask -> Softmax -> MatMul`,
        headsInBatch: false,
        isHalf,
        rowsSumToOne: true,
        branch: null,
        cpuOnly: null,
        order: null,
        maskPoint: { at: 'nowhere', why: `its heads lie inside ${node.opType}, which is taken apart` },
        trace: { by: 'branch' },
      },
    ],
    patch: { kind: 'replace', by: b.nodes },
    records: b.tensors,
  };
}

function whyNot(
  node: GraphNode,
  { refused, places }: Extract<FusedOperator['weights'], { by: 'unfused' }>,
  opset: number,
  maskRank: number | null,
  nHeads: number,
): string | null {
  const why = (what: string): string => `the fused operator ${node.opType} is not taken apart here: ${what}`;
  // Range came with 11.
  if (opset < 11) return why(`the operator set ${opset} is older than 11`);
  if (nHeads < 1) return why('it does not say how many heads it has');
  if (maskRank === null || maskRank > 4) return why('the graph does not tell the shape of its mask');
  const isOn = (name: string): boolean => {
    const attribute = node.attributes.get(name);
    if (attribute?.kind === 'text') return !['NONE', 'SEPARATE', ''].includes(attribute.value);
    return attribute?.kind === 'int' && attribute.value !== 0;
  };
  const found = refused.find(({ attribute, input }) => {
    return attribute === undefined ? (node.inputs[input ?? -1] ?? '') !== '' : isOn(attribute);
  });
  if (found !== undefined) return why(found.why);
  const isInOnePiece = places.weights === null && places.key !== null && (node.inputs[places.key] ?? '') === '';
  return isInOnePiece ? why('queries, keys and values come to it in one piece') : null;
}

/** Queries, keys and values, [sequence, token, head * channel] or [token, head * channel], with their biases. */
function partsOf(b: PartsBuilder, at: (input: number | null) => string, places: UnfusedPlaces): readonly string[] {
  const bias = at(places.bias);
  if (places.weights !== null) {
    const product = b.add('MatMul', [at(places.query), at(places.weights)]);
    const packed = bias === '' ? product : b.add('Add', [product, bias]);
    const isRow = places.lengths !== null;
    const thirds = b.add('Reshape', [packed, b.ints(isRow ? [0, 3, -1] : [0, 0, 3, -1])]);
    return [0, 1, 2].map((which) => b.add('Gather', [thirds, b.ints(which)], { axis: isRow ? 1 : 2 }));
  }
  const parts = [places.query, places.key, places.value].map((place) => at(place));
  if (bias === '') return parts;
  const thirds = b.add('Reshape', [bias, b.ints([3, -1])]);
  return parts.map((part, which) => b.add('Add', [part, b.add('Gather', [thirds, b.ints(which)], { axis: 0 })]));
}

type Past = {
  readonly keys: string;
  readonly values: string;
  readonly rest: readonly string[];
  readonly nPast: string;
};

/** What stands before the new keys and values; of a buffer as long as the longest text, so many as it is said to hold. */
function pastOf(
  b: PartsBuilder,
  node: GraphNode,
  at: (input: number | null) => string,
  { past }: UnfusedPlaces,
): Past | null {
  if (past === null || at(past.key) === '') return null;
  const isJoined = past.value === null;
  const [keys, values] = isJoined
    ? [0, 1].map((which) => b.add('Gather', [at(past.key), b.ints(which)], { axis: 0 }))
    : [at(past.key), at(past.value)];
  const isShared = intOf(node, 'past_present_share_buffer', 0) === 1 && at(past.length) !== '';
  if (!isShared) return { keys: keys ?? '', values: values ?? '', rest: [], nPast: '' };
  const nPast = b.add('Reshape', [b.add('Cast', [at(past.length)], { to: INT64 }), b.ints([1])]);
  const [heldKeys = '', heldValues = ''] = [keys, values].map((all) => b.slice(all ?? '', 2, b.ints([0]), nPast));
  return { keys: heldKeys, values: heldValues, rest: [keys ?? '', values ?? ''], nPast };
}

function behind(b: PartsBuilder, past: string | undefined, fresh: string): string {
  return past === undefined ? fresh : b.add('Concat', [past, fresh], { axis: 2 });
}

/** What else the operator gives: keys and values for the next token, in a buffer as long as it was, and scores. */
function givePresent(
  b: PartsBuilder,
  at: (input: number | null) => string,
  places: UnfusedPlaces,
  outputs: readonly string[],
  { key, value, past, product }: { key: string; value: string; past: Past | null; product: string },
): void {
  const [first = '', second = '', third = ''] = outputs;
  if (places.caches !== null) {
    for (const [which, output] of [first, second].entries()) {
      if (output !== '') b.add('Identity', [at(places.caches[which] ?? null)], {}, output);
    }
    return;
  }
  const whole = (tensor: string, which: 0 | 1): string => {
    const all = past?.rest[which];
    if (all === undefined) return tensor;
    return b.add('Concat', [tensor, b.slice(all, 2, b.lengthOf(tensor, 2), b.ints([2 ** 31 - 1]))], { axis: 2 });
  };
  const isJoined = places.past?.value === null;
  if (isJoined && first !== '') {
    b.add(
      'Concat',
      [whole(key, 0), whole(value, 1)].map((part) => b.unsqueeze(part, [0])),
      { axis: 0 },
      first,
    );
  }
  if (isJoined) return;
  if (first !== '') b.add('Identity', [whole(key, 0)], {}, first);
  if (second !== '') b.add('Identity', [whole(value, 1)], {}, second);
  if (third !== '') b.add('Identity', [product], {}, third);
}

/** Several heads in a row share keys and values. */
function repeated(b: PartsBuilder, tensor: string, nHeads: number, nShared: number): string {
  if (nHeads === nShared) return tensor;
  const places = Array.from({ length: nHeads }, (_, head) => Math.floor((head * nShared) / nHeads));
  return b.add('Gather', [tensor, b.ints(places)], { axis: 1 });
}

/** The square root of the number of channels of a head, as a float without axes. */
function rootOfWidth(b: PartsBuilder, query: string): string {
  const width = b.squeeze(b.lengthOf(query, 3), [0]);
  return b.add('Sqrt', [b.add('Cast', [width], { to: FLOAT32 })]);
}

/** Channels turned in pairs of the first and the second half of those that the tables have sines for; the rest stays. */
function rotated(b: PartsBuilder, tensor: string, cosines: string, sines: string, places: string): string {
  const [cos, sin] = [cosines, sines].map((table) => b.add('Gather', [table, places], { axis: 0 }));
  const nPairs = b.lengthOf(cosines, 1);
  const end = b.add('Add', [nPairs, nPairs]);
  const first = b.slice(tensor, 3, b.ints([0]), nPairs);
  const second = b.slice(tensor, 3, nPairs, end);
  const rest = b.slice(tensor, 3, end, b.ints([2 ** 31 - 1]));
  const times = (left: string, right: string | undefined): string => b.add('Mul', [left, right ?? '']);
  return b.add(
    'Concat',
    [
      b.add('Sub', [times(first, cos), times(second, sin)]),
      b.add('Add', [times(second, cos), times(first, sin)]),
      rest,
    ],
    { axis: 3 },
  );
}
