import css from './sparkline.module.css';

const WIDTH = 64;
const HEIGHT = 18;

interface Props {
  /** In order of time, at equal steps; null where there was nothing to measure. */
  values: readonly (number | null)[];
  color: string;
  /** The height of the whole stands for this; not set: for the greatest value. */
  least?: number;
}

/** The course of a value in a table; the numbers are in the row and on the page that it leads to. */
export function Sparkline({ values, color, least = 0 }: Props) {
  const most = values.reduce<number>((max, value) => Math.max(max, value ?? 0), least);
  const nothing = values.every((value) => value === null || value === 0);
  if (values.length < 2 || nothing) return <span className={css['spark']} />;
  return (
    <svg
      className={css['spark']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path
        d={pathOf(values, most)}
        stroke={color}
        fill="none"
        strokeWidth={1.3}
        strokeLinejoin="round"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** A line with gaps; a value alone is a dot. */
function pathOf(values: readonly (number | null)[], most: number): string {
  const step = WIDTH / (values.length - 1);
  const y = (value: number): string => (HEIGHT - 1 - (value / most) * (HEIGHT - 2)).toFixed(1);
  let path = '';
  let drawing = false;
  values.forEach((value, at) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const x = (at * step).toFixed(1);
    path += drawing ? `L${x} ${y(value)}` : `M${x} ${y(value)}h0`;
    drawing = true;
  });
  return path;
}
