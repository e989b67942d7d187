/** Memory of a Java process besides its heap: classes, compiled code, threads, and buffers that grow with the heap. */
const OFF_HEAP_MIB = 128;
const OFF_HEAP_SHARE = 0.25;

/** Memory in MiB that a container of one Java process gets. */
export function jvmMemoryMiB(heapMiB: number): number {
  return heapMiB + OFF_HEAP_MIB + Math.ceil(heapMiB * OFF_HEAP_SHARE);
}
