import { afterEach } from 'vitest';

// What jsdom lacks and Mantine asks for. Tests of models run without a window and skip this.
if (typeof window !== 'undefined') {
  window.matchMedia ??= (query: string) =>
    ({
      matches: false,
      media: query,
      addEventListener: () => {},
      removeEventListener: () => {},
      addListener: () => {},
      removeListener: () => {},
    }) as unknown as MediaQueryList;
  window.scrollTo = () => {};
  globalThis.ResizeObserver ??= class {
    readonly #changed: ResizeObserverCallback;
    constructor(changed: ResizeObserverCallback) {
      this.#changed = changed;
    }
    // A real one also reports once when it begins.
    observe(target: Element): void {
      queueMicrotask(() =>
        this.#changed([{ target, contentRect: target.getBoundingClientRect() } as never], this),
      );
    }
    unobserve(): void {}
    disconnect(): void {}
  };
  // The editor asks where its text stands, which is nowhere.
  Range.prototype.getClientRects ??= () => [] as unknown as DOMRectList;
  // The map asks for its zoom, which is 1 where nothing is laid out.
  globalThis.DOMMatrixReadOnly ??= class {
    readonly m22 = 1;
  } as unknown as typeof DOMMatrixReadOnly;
  const { cleanup, configure } = await import('@testing-library/react');
  // The first page of a test file is compiled on the way, which takes its time on a busy machine.
  configure({ asyncUtilTimeout: 5000 });
  afterEach(cleanup);
}
