/**
 * Frees the memory of a buffer at once, whoever still holds the buffer. V8 counts what lies
 * outside of its heap and collects the whole heap when that has grown by some tens of megabytes,
 * so large buffers are not left to it. One that shares its memory with others is left alone.
 * Nothing may be under way that reads or writes the memory: it is gone at once.
 */
export function giveBack({ buffer, byteLength }: Buffer): void {
  // What is empty has nothing to free, and may be the same buffer every time.
  if (byteLength === 0 || buffer.byteLength !== byteLength) return;
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}
