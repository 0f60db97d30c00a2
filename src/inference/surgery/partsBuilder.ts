import type { FreshNames } from './names.ts';
import { bytesField } from './protobuf.ts';
import { FLOAT16, floatScalar, intTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

/** Nodes and stored tensors that a rewrite collects; every method returns the name of the tensor it makes. */
export class PartsBuilder {
  readonly nodes: NodeSpec[] = [];
  readonly tensors: Uint8Array[] = [];
  readonly #fresh: FreshNames;
  readonly #opset: number;

  constructor(fresh: FreshNames, opset: number) {
    this.#fresh = fresh;
    this.#opset = opset;
  }

  add(op: string, inputs: readonly string[], attributes: NodeSpec['attributes'] = {}, out?: string): string {
    const name = out ?? this.#fresh(`attention.${op.toLowerCase()}`);
    this.nodes.push({ op, in: inputs, out: [name], attributes });
    return name;
  }

  ints(values: readonly number[] | number): string {
    const name = this.#fresh('attention.int');
    this.tensors.push(bytesField(5, intTensor(name, values)));
    return name;
  }

  /** A number of the element type in which the operator computes. */
  float(value: number, isHalf: boolean): string {
    const name = this.#fresh('attention.float');
    this.tensors.push(bytesField(5, floatScalar(name, value)));
    return isHalf ? this.add('Cast', [name], { to: FLOAT16 }) : name;
  }

  slice(tensor: string, axis: number, start: string, end: string): string {
    return this.add('Slice', [tensor, start, end, this.ints([axis])]);
  }

  squeeze(tensor: string, axes: readonly number[]): string {
    return this.#withAxes('Squeeze', tensor, axes);
  }

  unsqueeze(tensor: string, axes: readonly number[]): string {
    return this.#withAxes('Unsqueeze', tensor, axes);
  }

  /** Up to operator set 12 these operators were told their axes by an attribute. */
  #withAxes(op: string, tensor: string, axes: readonly number[]): string {
    return this.#opset < 13 ? this.add(op, [tensor], { axes }) : this.add(op, [tensor, this.ints(axes)]);
  }

  /** LessOrEqual came with operator set 12. */
  lessOrEqual(left: string, right: string): string {
    return this.#opset < 12
      ? this.add('Not', [this.add('Greater', [left, right])])
      : this.add('LessOrEqual', [left, right]);
  }

  /** The length of an axis as a row of one number. */
  lengthOf(tensor: string, axis: number): string {
    return this.add('Gather', [this.add('Shape', [tensor]), this.ints([axis])], { axis: 0 });
  }

  /** Where the lowest of a row of different integers stands, then the next, and so on. */
  placesInOrder(row: string): string {
    const places = this.#fresh('attention.places');
    const out = [this.#fresh('attention.sorted'), places];
    this.nodes.push({ op: 'TopK', in: [row, this.lengthOf(row, 0)], out, attributes: { axis: 0, largest: 0 } });
    return places;
  }
}
