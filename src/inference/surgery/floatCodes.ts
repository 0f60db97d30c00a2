/** Numbers of TensorProto.DataType of the types in which weights over keys are computed. */
export const FLOAT_CODES = { float32: 1, float16: 10, float64: 11, bfloat16: 16 } as const;

/** The number of a float type; null for another one. */
export function floatCode(type: string): number | null {
  return Object.entries(FLOAT_CODES).find(([name]) => name === type)?.[1] ?? null;
}
