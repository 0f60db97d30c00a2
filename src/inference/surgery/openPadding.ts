import type { FileFacts } from './fileFacts.ts';
import type { GraphNode } from './graphProto.ts';
import type { NodePatch } from './patch.ts';
import { PartsBuilder } from './partsBuilder.ts';
import { positions } from './partsMasks.ts';
import { INT32, INT64 } from './write.ts';

/** What takes the place of a node, and what it stores. */
type Opened = { readonly patch: NodePatch; readonly records: readonly Uint8Array[] };

/**
 * The operators around packed attention, which the runtime knows on graphics cards alone, as parts that run anywhere: one takes the
 * padding out of a batch, the other puts it back. Null for any other node.
 * Source: ContribOperators.md of ONNX Runtime, RemovePadding and RestorePadding.
 */
export function openPadding(node: GraphNode, { fresh, opset }: Pick<FileFacts, 'fresh' | 'opset'>): Opened | null {
  const write = node.domain === 'com.microsoft' ? WRITERS[node.opType] : undefined;
  if (write === undefined) return null;
  const b = new PartsBuilder(fresh, opset);
  write(b, node);
  return { patch: { kind: 'replace', by: b.nodes }, records: b.tensors };
}

const WRITERS: Readonly<Record<string, (b: PartsBuilder, node: GraphNode) => void>> = {
  /** [sequence, token, channel] and how many tokens each sequence has -> [token, channel]. */
  RemovePadding(b, { inputs: [input = '', counts = ''], outputs }) {
    const [packed = '', offsets = '', starts = '', longest = ''] = outputs;
    const nTokens = b.lengthOf(input, 1);
    const ends = b.unsqueeze(b.add('Cast', [counts], { to: INT64 }), [1]);
    const isThere = b.add('Less', [positions(b, nTokens), ends]);
    const flat = b.add('Reshape', [isThere, b.ints([-1])]);
    b.add('Compress', [inRows(b, input), flat], { axis: 0 }, packed);
    if (offsets !== '') {
      const [kept, left] = [flat, b.add('Not', [flat])].map((mask) => b.squeeze(b.add('NonZero', [mask]), [0]));
      const all = b.add('Cast', [b.add('Concat', [kept ?? '', left ?? ''], { axis: 0 })], { to: INT32 });
      b.add('Reshape', [all, b.add('Shape', [isThere])], {}, offsets);
    }
    if (starts !== '') {
      const ended = b.add('CumSum', [b.add('Cast', [counts], { to: INT32 }), b.ints(0)]);
      b.add('Concat', [b.add('Cast', [b.ints([0])], { to: INT32 }), ended], { axis: 0 }, starts);
    }
    if (longest !== '') b.add('Cast', [nTokens], { to: INT32 }, longest);
  },
  /** [token, channel] -> [sequence, token, channel], padding as zeros: the rows behind the packed ones go where padding was. */
  RestorePadding(b, { inputs: [input = '', offsets = ''], outputs: [out = ''] }) {
    const flat = b.add('Reshape', [b.add('Cast', [offsets], { to: INT64 }), b.ints([-1])]);
    const nLeft = b.add('Sub', [b.lengthOf(flat, 0), b.lengthOf(input, 0)]);
    const none = b.ints([0]);
    const padded = b.add('Pad', [input, b.add('Concat', [none, none, nLeft, none], { axis: 0 })]);
    const shape = b.add('Concat', [b.add('Shape', [offsets]), b.lengthOf(input, 1)], { axis: 0 });
    b.add('Reshape', [b.add('Gather', [padded, b.placesInOrder(flat)], { axis: 0 }), shape], {}, out);
  },
};

function inRows(b: PartsBuilder, tensor: string): string {
  return b.add('Reshape', [tensor, b.add('Concat', [b.ints([-1]), b.lengthOf(tensor, 2)], { axis: 0 })]);
}
