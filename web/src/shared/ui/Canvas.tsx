import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { memo, useEffect, useRef } from 'react';
import css from './canvas.module.css';

export interface Picture {
  readonly pen: CanvasRenderingContext2D;
  /** In pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** A colour of the page as a canvas knows it: `var(--line)`. */
  readonly color: (css: string) => string;
}

interface Props {
  /** Called when it is another function, and when the size or the theme has changed. */
  draw: (picture: Picture) => void;
}

/** A canvas that fills the element around it, as sharp as the screen. What it shows needs words too. */
export const Canvas = memo(function Canvas({ draw }: Props) {
  const { ref: host, width, height } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme('dark');
  useEffect(() => {
    const element = canvas.current;
    if (!element || width < 1 || height < 1) return;
    const pen = element.getContext('2d');
    if (!pen) return;
    const dense = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * dense), Math.round(height * dense)];
    // Another size, even the same one again, costs the canvas its memory.
    if (element.width !== wide) element.width = wide;
    if (element.height !== high) element.height = high;
    pen.setTransform(dense, 0, 0, dense, 0, 0);
    pen.clearRect(0, 0, width, height);
    draw({ pen, width, height, color: colorsOf(element) });
  }, [draw, width, height, scheme]);
  return (
    <div ref={host} className={css['frame']}>
      <canvas ref={canvas} className={css['canvas']} aria-hidden="true" />
    </div>
  );
});

/** A canvas knows no variables; those of the present theme are read from its element. */
function colorsOf(element: Element): (css: string) => string {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (color) => {
    let value = known.get(color);
    if (value === undefined) {
      const variable = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
      value = variable === undefined ? color : style.getPropertyValue(variable).trim();
      known.set(color, value);
    }
    return value;
  };
}
