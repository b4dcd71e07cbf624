import { NODE_HEIGHT as H, NODE_WIDTH as W } from '../model/curve.ts';
import css from '../canvas.module.css';

const CAP = 7;
const CUT = 13;

/**
 * The outline of a node, by its kind: a service is a card, a database a drum, a queue a pipe, what
 * is not ours a card with cut corners, and a group a pile of cards.
 */
export function NodeShape({ kind }: { kind: string }) {
  return (
    <svg className={css['shape']} width={W} height={H} viewBox={`0 0 ${W} ${H}`} aria-hidden="true">
      {outline(kind)}
    </svg>
  );
}

function outline(kind: string) {
  switch (kind) {
    case 'database':
      return (
        <>
          <path d={drum} />
          <path
            className={css['seam']}
            d={`M1,${CAP} A${W / 2 - 1},${CAP - 1} 0 0 0 ${W - 1},${CAP}`}
          />
        </>
      );
    case 'messaging':
      return (
        <>
          <path d={pipe} />
          <path
            className={css['seam']}
            d={`M${W - CAP - 2},1 A${CAP},${H / 2 - 1} 0 0 0 ${W - CAP - 2},${H - 1}`}
          />
        </>
      );
    case 'external':
      return (
        <path
          d={`M${CUT},1 H${W - CUT} L${W - 1},${CUT} V${H - CUT} L${W - CUT},${H - 1} H${CUT} L1,${H - CUT} V${CUT} Z`}
        />
      );
    case 'group':
      return (
        <>
          <rect x={7} y={7} width={W - 2} height={H - 2} rx={8} />
          <rect x={4} y={4} width={W - 2} height={H - 2} rx={8} />
          <rect x={1} y={1} width={W - 2} height={H - 2} rx={8} />
        </>
      );
    default:
      return <rect x={1} y={1} width={W - 2} height={H - 2} rx={8} />;
  }
}

const drum = `M1,${CAP} A${W / 2 - 1},${CAP - 1} 0 0 1 ${W - 1},${CAP} V${H - CAP} A${W / 2 - 1},${CAP - 1} 0 0 1 1,${H - CAP} Z`;
const pipe = `M${CAP + 1},1 H${W - CAP - 2} A${CAP},${H / 2 - 1} 0 0 1 ${W - CAP - 2},${H - 1} H${CAP + 1} A${CAP},${H / 2 - 1} 0 0 1 ${CAP + 1},1 Z`;
