import type { Segment } from './critical-path.ts';
import type { TraceNode } from './tree.ts';
import { endOf } from './walk.ts';
import type { Zoom } from './zoom.ts';

export const LANE_PX = 20;
const GAP_PX = 2;
/** What is narrower has no room for words. */
const LEAST_FOR_WORDS_PX = 36;
/** The edge of a span that has failed. */
const FAILED_PX = 4;
const FONT = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif';

interface Drawing {
  readonly lanes: readonly (readonly TraceNode[])[];
  readonly inSight: Zoom;
  /** How far it is scrolled, and how much of it is to be seen. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly selectedKey: string | undefined;
  readonly critical: ReadonlyMap<string, readonly Segment[]> | undefined;
  readonly found: ReadonlySet<string> | undefined;
  readonly color: (css: string) => string;
  readonly colorOf: (service: string) => string;
}

/** Draws the lanes in sight, each span as a box with its name as far as there is room. */
export function drawFlame(pen: CanvasRenderingContext2D, drawing: Drawing): void {
  const { lanes, inSight, top, height } = drawing;
  pen.font = FONT;
  pen.textBaseline = 'middle';
  const last = Math.min(lanes.length - 1, Math.floor((top + height) / LANE_PX));
  for (let lane = Math.floor(top / LANE_PX); lane <= last; lane++) {
    const y = lane * LANE_PX - top;
    let drawnTo = -Infinity;
    for (const node of lanes[lane] ?? []) {
      if (endOf(node) < inSight.fromMs) continue;
      if (node.offsetMs > inSight.toMs) break;
      drawnTo = drawSpan(pen, drawing, node, y, drawnTo);
    }
  }
  pen.globalAlpha = 1;
}

/** Answers how far to the right the lane is drawn; what would lie wholly under that is left out. */
function drawSpan(
  pen: CanvasRenderingContext2D,
  { inSight, width, selectedKey, critical, found, color, colorOf }: Drawing,
  node: TraceNode,
  y: number,
  drawnTo: number,
): number {
  const perMs = width / Math.max(1e-9, inSight.toMs - inSight.fromMs);
  const place = (ms: number): number => Math.min(width, Math.max(0, (ms - inSight.fromMs) * perMs));
  const left = Math.min(place(node.offsetMs), width - 1);
  const right = Math.max(left + 1, place(endOf(node)));
  const selected = node.key === selectedKey;
  if (right <= drawnTo + 0.5 && !selected) return drawnTo;
  const box = LANE_PX - GAP_PX;
  const gap = right - left > 3 ? 1 : 0;
  const failed = node.span.status === 'error';
  pen.globalAlpha = found && !found.has(node.key) ? 0.22 : 0.55;
  pen.fillStyle = colorOf(node.span.service);
  pen.fillRect(left, y, right - left - gap, box);
  pen.globalAlpha = found && !found.has(node.key) ? 0.4 : 1;
  if (failed) {
    pen.fillStyle = color('var(--error)');
    pen.fillRect(left, y, Math.min(FAILED_PX, right - left), box);
    pen.fillRect(left, y, right - left - gap, 1.5);
  }
  const segments = critical?.get(node.key);
  if (segments) {
    pen.fillStyle = color('var(--text)');
    for (const { fromMs, toMs } of segments) {
      const from = place(fromMs);
      pen.fillRect(from, y + box - 2, Math.max(0, place(toMs) - from - gap), 2);
    }
  }
  if (selected) {
    pen.strokeStyle = color('var(--accent)');
    pen.lineWidth = 2;
    pen.strokeRect(left + 1, y + 1, Math.max(1, right - left - gap - 2), box - 2);
  }
  if (right - left >= LEAST_FOR_WORDS_PX) {
    pen.fillStyle = color('var(--text)');
    const start = failed ? FAILED_PX + 4 : 5;
    pen.fillText(fitting(pen, node, right - left - start - 5), left + start, y + box / 2);
  }
  return right;
}

/** The name, shortened to the room, at a known width a letter: measuring each would take longer. */
function fitting(pen: CanvasRenderingContext2D, { span }: TraceNode, room: number): string {
  const name = `${span.status === 'error' ? '✕ ' : ''}${span.name || '(no name)'}`;
  const words = `${name}  ${span.service}`;
  const letters = Math.floor(room / letterPx(pen));
  if (words.length <= letters) return words;
  return name.length <= letters ? name : `${name.slice(0, Math.max(1, letters - 1))}…`;
}

let knownLetterPx: number | undefined;
function letterPx(pen: CanvasRenderingContext2D): number {
  knownLetterPx ??= pen.measureText('order.payment GET /items').width / 24;
  return knownLetterPx;
}
