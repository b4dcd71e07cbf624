/** What of a keyboard event decides; `code` is the place of the key, whatever the layout. */
export type Key = Pick<KeyboardEvent, 'code' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

export type Shortcut =
  | { readonly kind: 'search' }
  | { readonly kind: 'help' }
  | { readonly kind: 'go'; readonly place: Place };

export type Place =
  | 'map'
  | 'services'
  | 'instances'
  | 'traces'
  | 'logs'
  | 'alarms'
  | 'rules'
  | 'control'
  | 'pipeline';

const PLACES: Record<string, Place> = {
  KeyM: 'map',
  KeyS: 'services',
  KeyI: 'instances',
  KeyT: 'traces',
  KeyL: 'logs',
  KeyA: 'alarms',
  KeyR: 'rules',
  KeyC: 'control',
  KeyP: 'pipeline',
};

/** How long after `g` the second key may come. */
export const SEQUENCE_MS = 1500;

/** The shortcut that a key completes, and the time of a `g` that waits for its second key. */
export function readShortcut(
  key: Key,
  pendingSince: number | undefined,
  nowMs: number,
): { shortcut?: Shortcut; pendingSince?: number } {
  if (key.ctrlKey || key.metaKey || key.altKey) return {};
  if (key.code === 'Slash') return { shortcut: { kind: key.shiftKey ? 'help' : 'search' } };
  if (key.shiftKey) return {};
  if (pendingSince !== undefined && nowMs - pendingSince <= SEQUENCE_MS) {
    const place = PLACES[key.code];
    if (place !== undefined) return { shortcut: { kind: 'go', place } };
  }
  return key.code === 'KeyG' ? { pendingSince: nowMs } : {};
}

/** Whether the keys belong to a text that is being written, an input method's included. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
