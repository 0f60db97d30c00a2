/**
 * What transformers.js needs of tensors to make features of sound. Its own would start a second runtime for one product of
 * matrices; the build puts this in its place.
 */
export class Tensor {
  readonly type: string;
  readonly data: Float32Array;
  dims: readonly number[];

  constructor(type: string, data: ArrayLike<number>, dims: readonly number[]) {
    this.type = type;
    // A mask beside the samples is of whole numbers, and nobody reads it.
    this.data = Float32Array.from(data, Number);
    this.dims = dims;
  }

  /** With an axis of length 1 put in at `axis`. */
  unsqueeze_(axis: number): this {
    this.dims = [...this.dims.slice(0, axis), 1, ...this.dims.slice(axis)];
    return this;
  }

  /** Shape: [row, column] -> [column, row]. */
  transpose(): Tensor {
    const [nRows = 0, nColumns = 0] = this.dims;
    const turned = new Float32Array(this.data.length);
    for (let row = 0; row < nRows; row++) {
      for (let column = 0; column < nColumns; column++) {
        turned[column * nRows + row] = this.data[row * nColumns + column] ?? 0;
      }
    }
    return new Tensor(this.type, turned, [nColumns, nRows]);
  }
}

/** The product of two matrices. Shape: [row, inner] x [inner, column] -> [row, column]. */
export async function matmul(a: Tensor, b: Tensor): Promise<Tensor> {
  const [nRows = 0, nInner = 0] = a.dims;
  const [, nColumns = 0] = b.dims;
  const product = new Float32Array(nRows * nColumns);
  const row = new Float64Array(nColumns);
  for (let i = 0; i < nRows; i++) {
    row.fill(0);
    for (let k = 0; k < nInner; k++) {
      const factor = a.data[i * nInner + k] ?? 0;
      // Filters are narrow: most of their numbers are 0.
      if (factor === 0) continue;
      for (let j = 0; j < nColumns; j++) row[j] = (row[j] ?? 0) + factor * (b.data[k * nColumns + j] ?? 0);
    }
    product.set(row, i * nColumns);
  }
  return new Tensor('float32', product, [nRows, nColumns]);
}
