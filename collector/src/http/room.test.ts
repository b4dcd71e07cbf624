import { expect, it } from 'vitest';
import { type Place, Room } from './room.ts';

const MEBIBYTE = 1024 * 1024;

function room(settings: object = {}) {
  const clock = { now: 0 };
  const limits = { maxInFlightBytes: 8 * MEBIBYTE, maxInFlightRequests: 4, slowAfterMs: 1_000 };
  return { clock, room: new Room({ ...limits, ...settings }, () => clock.now) };
}

it('what is taken is given back, once', () => {
  const { room: own } = room();
  const place = own.take(1_000) as Place;
  expect([own.bytes, own.requests]).toEqual([1_000, 1]);
  place.free();
  place.free();
  expect([own.bytes, own.requests]).toEqual([0, 0]);
});

it('there is room for so many requests, and for so many bytes', () => {
  const { room: own } = room();
  for (let i = 0; i < 4; i++) expect(own.take(1)).toBeDefined();
  expect(own.take(1)).toBeUndefined();
  const { room: other } = room();
  expect(other.take(MEBIBYTE * 7)).toBeUndefined(); // a large one leaves a part to the small ones
  expect(other.take(MEBIBYTE * 6)).toBeDefined();
  expect(other.take(MEBIBYTE)).toBeDefined();
  expect(other.take(MEBIBYTE)).toBeDefined();
  expect(other.take(1)).toBeUndefined();
});

it('a body of unknown length takes room as it comes', () => {
  const { room: own } = room({ maxInFlightBytes: 100 });
  const place = own.take(0) as Place;
  expect([place.receive(60), own.bytes]).toEqual([true, 60]);
  expect([place.receive(60), own.bytes]).toEqual([false, 60]);
  place.free();
  expect(own.bytes).toBe(0);
});

it('slow bodies give way to others, the oldest first and no more than it takes', () => {
  const { clock, room: own } = room();
  const given: number[] = [];
  const places = [0, 1, 2, 3].map((number) => {
    const place = own.take(1_000) as Place;
    place.giveUp = () => given.push(number);
    return place;
  });
  clock.now = 999;
  expect(own.take(1)).toBeUndefined(); // they may still be quick
  clock.now = 1_000;
  places[0]?.receive(70_000); // this one is
  places[1]?.read(); // this one is there, and worked on
  expect(own.take(1)).toBeDefined();
  expect(given).toEqual([2]);
});
