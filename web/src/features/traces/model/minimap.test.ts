import { expect, it } from 'vitest';
import { drawn } from './fixtures.ts';
import { drawMinimap } from './minimap.ts';
import { buildTree } from './tree.ts';
import { readingOrder } from './walk.ts';

/** `color left+width` of what is drawn on 100 pixels, one a line. */
function picture(text: string): string[] {
  const tree = buildTree(drawn(text));
  const lines: string[] = [];
  const pen = {
    fillStyle: '',
    fillRect: (left: number, _top: number, width: number) =>
      void lines.push(`${pen.fillStyle} ${left}+${width}`),
  };
  drawMinimap(pen, {
    nodes: readingOrder(tree),
    durationMs: tree.durationMs,
    width: 100,
    height: 30,
    colorOf: () => 'service',
    errorColor: 'error',
  });
  return lines;
}

it('draws a line a span, the failed ones last, and the shortest so that they are seen', () => {
  expect(picture('a 0-200 !\n  b 20-120\n  c 200-200')).toEqual([
    'service 10+50',
    'service 99+1',
    'error 0+100',
  ]);
});

it('draws a trace that took no time over the whole width', () => {
  expect(picture('a 5-5')).toEqual(['service 0+100']);
});
