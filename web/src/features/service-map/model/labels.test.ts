import { expect, it } from 'vitest';
import { curveBetween } from './curve.ts';
import { placeLabels, type Label } from './labels.ts';

const at = (x: number, y: number) => ({ x, y });
const label = (id: string, ...legs: Label['legs']): Label => ({
  id,
  legs,
  text: ['1.00/s', '5 ms'],
});
const straight = curveBetween(at(0, 0), at(600, 0), 'right').legs;

it('a label is half way', () => {
  expect(placeLabels([label('a', ...straight)], { nodes: [] }).get('a')).toEqual(at(398, 29));
});

it('moves along its edge where another label is', () => {
  const both = placeLabels([label('a', ...straight), label('b', ...straight)], { nodes: [] });
  expect(both.get('b')!.y).toBe(29);
  expect(both.get('b')!.x).not.toBe(both.get('a')!.x);
});

it('lets the longer edge give way, in whatever order they come', () => {
  const long = curveBetween(at(-300, 0), at(900, 0), 'right').legs;
  const places = placeLabels([label('long', ...long), label('short', ...straight)], { nodes: [] });
  expect(places.get('short')).toEqual(at(398, 29));
  expect(Math.abs(places.get('long')!.x - 398)).toBeGreaterThan(80);
});

it('does not cover a node where it can be helped', () => {
  const { y } = placeLabels([label('a', ...straight)], { nodes: [at(330, 10)] }).get('a')!;
  expect(y).toBe(29);
  const long = curveBetween(at(0, 0), at(900, 0), 'right', [at(500, 29)]).legs;
  const place = placeLabels([label('a', ...long)], { nodes: [at(200, 0)] }).get('a')!;
  expect(place.x).toBeGreaterThan(596);
});

it('is left out where it would hide a name that has to stay readable, unless it is the only one', () => {
  const close = curveBetween(at(0, 0), at(210, 0), 'right').legs;
  const nodes = [at(0, 0), at(210, 0)];
  const one = label('one', ...close);
  const far = label('far', ...curveBetween(at(0, 0), at(900, 200), 'right').legs);
  expect([...placeLabels([one, far], { nodes, clear: nodes }).keys()]).toEqual(['far']);
  expect([...placeLabels([one, far], { nodes }).keys()]).toEqual(['one', 'far']);
  expect([...placeLabels([one], { nodes, clear: nodes }).keys()]).toEqual(['one']);
});
