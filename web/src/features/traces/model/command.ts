import type { Key } from '../../../shared/keyboard.ts';

/** What a key does to the whole view, whichever row is selected. */
export type Command =
  | { readonly kind: 'levels'; readonly levels: number }
  | { readonly kind: 'error' | 'found'; readonly direction: 1 | -1 }
  | { readonly kind: 'path' | 'logs' | 'zoom-in' | 'zoom-out' };

/** By the place of the key; undefined when it is not ours. */
export function readCommand({ code, shiftKey }: Key): Command | undefined {
  const direction = shiftKey ? -1 : 1;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(code)?.[1];
  // Zero for as many as there are.
  if (digit !== undefined) return { kind: 'levels', levels: Number(digit) || Infinity };
  switch (code) {
    case 'KeyE':
      return { kind: 'error', direction };
    case 'KeyN':
      return { kind: 'found', direction };
    case 'KeyP':
      return { kind: 'path' };
    case 'KeyL':
      return { kind: 'logs' };
    case 'KeyZ':
      return { kind: shiftKey ? 'zoom-out' : 'zoom-in' };
    default:
      return undefined;
  }
}
