// The first touch of a page of memory is the system's work, on a virtual machine many times what writing it takes. So large
// arrays that every run needs are written over, or freed as soon as nobody reads them, and what comes next gets the same pages.

/** Copies numbers into memory that the next copy is written over; what is given is a view on it. */
export function createRoom(): (numbers: Float32Array) => Float32Array {
  let room = new Float32Array(0);
  return (numbers) => {
    // A text that grows by a token at a time is not to have new memory with each.
    if (room.length < numbers.length) room = new Float32Array(2 ** Math.ceil(Math.log2(numbers.length)));
    const copy = room.subarray(0, numbers.length);
    copy.set(numbers);
    return copy;
  };
}

/** Frees the memory of arrays at once, where the engine can: they are empty from then on. What is shared, a part of other memory, or freed already, stays. */
export function free(arrays: Iterable<Float32Array>): void {
  for (const { buffer, byteLength } of arrays) {
    if (!(buffer instanceof ArrayBuffer) || byteLength === 0 || buffer.byteLength !== byteLength) continue;
    // Of ES2024, which the compiler's library does not name yet; not every engine has it.
    const transfer: unknown = Reflect.get(buffer, 'transfer');
    if (typeof transfer === 'function') Reflect.apply(transfer, buffer, [0]);
  }
}
