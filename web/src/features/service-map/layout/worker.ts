import { layeredLayout, type LayoutTask, type Places } from './layered.ts';

export interface LayoutRequest {
  readonly number: number;
  readonly task: LayoutTask;
}

export interface LayoutAnswer {
  readonly number: number;
  readonly places: Places;
}

addEventListener('message', ({ data }: MessageEvent<LayoutRequest>) => {
  const answer: LayoutAnswer = { number: data.number, places: layeredLayout(data.task) };
  postMessage(answer);
});
