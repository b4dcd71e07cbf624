// How the processes of the stack are told to be modest with memory.

/** Keeps V8 from taking tens of megabytes for young objects where there are few of them. */
export const MODEST = ['--max-semi-space-size=2'];

/** The collector makes more of them, and they die at once: this much costs it no CPU. */
export const COLLECTOR_OPTIONS = ['--max-semi-space-size=8'];

/**
 * glibc's malloc (mallopt(3)): the collector's many buffers are given back to the system when they
 * are freed, and do not leave holes in a heap that only grows. Other systems ignore it.
 */
export const COLLECTOR_MALLOC: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '32768',
};
