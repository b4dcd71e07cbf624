import { EventEmitter, once } from 'node:events';
import { PassThrough } from 'node:stream';
import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { beforeEach, expect, test } from 'vitest';
import { EmittingContextManager } from './context-manager.ts';

const KEY = createContextKey('test');
const named = (name: string) => ROOT_CONTEXT.setValue(KEY, name);

let manager: EmittingContextManager;
let seen: unknown[];
const here = () => manager.active().getValue(KEY);
const see = () => void seen.push(here());

beforeEach(() => {
  manager = new EmittingContextManager().enable();
  seen = [];
});

test('listeners run in the context of their emitter, whoever emits and adds them', () => {
  const emitter = new EventEmitter();
  emitter.on('event', see);
  manager.bind(named('bound'), emitter);
  manager.with(named('adding'), () => emitter.once('event', see).prependListener('event', see));
  manager.with(named('emitting'), () => expect(emitter.emit('event')).toBe(true));
  expect(seen).toEqual(['bound', 'bound', 'bound']);
  expect(here()).toBeUndefined();
  expect(emitter.emit('other')).toBe(false);
});

test('listeners are the application’s own: they are told what was emitted, seen and removed', () => {
  const emitter = manager.bind(named('bound'), new EventEmitter());
  function listener(this: unknown, ...told: unknown[]): void {
    seen.push(this, ...told);
  }
  emitter.on('event', listener);
  expect(emitter.listeners('event')).toEqual([listener]);
  emitter.emit('event', 1, 'two', 3);
  expect(seen).toEqual([emitter, 1, 'two', 3]);
  emitter.off('event', listener);
  expect(emitter.emit('event')).toBe(false);
});

test('the first context stays', () => {
  const emitter = manager.bind(named('first'), new EventEmitter());
  manager.bind(named('second'), emitter);
  emitter.on('event', see);
  emitter.emit('event');
  expect(seen).toEqual(['first']);
});

test('what listeners throw, and errors without a listener, come out as ever', () => {
  const emitter = manager.bind(named('bound'), new EventEmitter());
  emitter.on('event', () => {
    throw new TypeError('by a listener');
  });
  expect(() => emitter.emit('event')).toThrow('by a listener');
  expect(() => emitter.emit('error', new Error('unheard'))).toThrow('unheard');
});

test('streams, functions and other things', async () => {
  const stream = manager.bind(named('bound'), new PassThrough());
  stream.on('data', see).on('end', see);
  stream.end('data');
  await once(stream, 'close');
  expect(seen).toEqual(['bound', 'bound']);
  expect(manager.bind(named('called'), here)()).toBe('called');
  expect(manager.bind(named('no'), 7)).toBe(7);
});
