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
  globalThis.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  const { cleanup } = await import('@testing-library/react');
  afterEach(cleanup);
}
