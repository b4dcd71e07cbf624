import { getHeapStatistics } from 'node:v8';

/** Memory that is kept and never used again. */
export interface Leak {
  /** Megabytes a second; 0 gives everything back. */
  set(mbPerSecond: number): void;
  leakedMb(): number;
}

export interface LeakOptions {
  readonly everyMs?: number;
  /** Megabytes that may still be leaked before the heap is in danger. */
  readonly roomMb?: () => number;
}

const MB = 1024 * 1024;
const EVERY_MS = 250;
/** Beyond this share of its limit, a heap does nothing but collect garbage, and then dies of it. */
const FULLEST = 0.8;
/** Where nobody limits the heap, the machine is not to be filled. */
const MOST_MB = 512;

export function createLeak(options: LeakOptions = {}): Leak {
  const { everyMs = EVERY_MS, roomMb = roomInHeap } = options;
  let kept: number[][] = [];
  let timer: NodeJS.Timeout | undefined;
  let owed = 0;

  const grow = (mbPerSecond: number): void => {
    owed += (mbPerSecond * everyMs) / 1000;
    for (; owed >= 1; owed--) {
      if (kept.length >= MOST_MB || roomMb() < 1) return void (owed = 0);
      // Fractions are stored in the array itself, in the heap, eight bytes each.
      kept.push(Array.from({ length: MB / 8 }, () => 0.5));
    }
  };

  return {
    set(mbPerSecond) {
      clearInterval(timer);
      owed = 0;
      if (mbPerSecond === 0) kept = [];
      else timer = setInterval(grow, everyMs, mbPerSecond).unref();
    },
    leakedMb: () => kept.length,
  };
}

function roomInHeap(): number {
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics();
  return (FULLEST * limit - used) / MB;
}
