import type { Direction } from '../model/curve.ts';
import { layeredLayout } from './layered.ts';
import { type Layout, type LayoutTask } from './layout.ts';

export interface LayoutRequest {
  readonly number: number;
  readonly task: LayoutTask;
  readonly direction: Direction | undefined;
}

export interface LayoutAnswer {
  readonly number: number;
  readonly layout: Layout;
}

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const layout = layeredLayout(data.task, data.direction);
  const answer: LayoutAnswer = { number: data.number, layout };
  postMessage(answer);
});
