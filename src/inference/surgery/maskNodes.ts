import { floatCode } from './floatCodes.ts';
import type { MaskedTensor } from './maskTypes.ts';
import { bytesField } from './protobuf.ts';
import { intTensor, nodeProto } from './write.ts';
import type { NodeSpec } from './write.ts';

/** CastLike is there from this version of the operator set on. */
const HAS_CAST_LIKE = 15;

/** Nodes and stored tensors that a mask collects; every method returns the name of the tensor it makes. */
export class MaskNodes {
  readonly opset: number;
  readonly #fresh: (wanted: string) => string;
  readonly #records: Uint8Array[] = [];

  constructor({ opset, fresh }: { readonly opset: number; readonly fresh: (wanted: string) => string }) {
    this.opset = opset;
    this.#fresh = fresh;
  }

  add(op: string, inputs: readonly string[], attributes: NodeSpec['attributes'] = {}, out?: string): string {
    const name = out ?? this.#fresh(`mask.${op.toLowerCase()}`);
    // GraphProto.node = 1.
    this.#records.push(bytesField(1, nodeProto({ op, in: inputs, out: [name], attributes })));
    return name;
  }

  /** A node of two results, of which the second gets the name `out` and the first is not used. */
  addTwo(op: string, inputs: readonly string[], attributes: NodeSpec['attributes'], out: string): void {
    const unused = this.#fresh(`mask.${op.toLowerCase()}`);
    this.#records.push(bytesField(1, nodeProto({ op, in: inputs, out: [unused, out], attributes: attributes ?? {} })));
  }

  ints(values: readonly number[] | number): string {
    const name = this.#fresh('mask.int');
    // GraphProto.initializer = 5.
    this.#records.push(bytesField(5, intTensor(name, values)));
    return name;
  }

  /** Records of GraphProto. */
  records(): readonly Uint8Array[] {
    return this.#records;
  }
}

/** What is fed, float32 in the order of `MaskAxes`, as the tensor that it meets: in its type and its order of axes. */
export function fit(b: MaskNodes, fed: string, { name, order, elementType }: MaskedTensor): string {
  const typed = cast(b, fed, name, elementType);
  if (order === null) return typed;
  return b.add('Transpose', [typed], { perm: order.map((_, axis) => order.indexOf(axis)) });
}

function cast(b: MaskNodes, fed: string, like: string, elementType: string): string {
  if (elementType === 'float32') return fed;
  const to = floatCode(elementType);
  if (to !== null) return b.add('Cast', [fed], { to });
  return b.opset >= HAS_CAST_LIKE ? b.add('CastLike', [fed, like]) : fed;
}
