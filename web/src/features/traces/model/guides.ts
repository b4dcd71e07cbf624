/** Where in its level a line stands. */
const LINE = 0.6;

/**
 * The lines of the tree beside a row, as one SVG path: a level is 1 wide, the row 2 high. Each level
 * says whether its line goes on below; the last one's branches off to the row.
 */
export function guidePath(lines: readonly boolean[]): string {
  const own = lines.length - 1;
  return lines
    .map((goesOn, level) => {
      const down = goesOn ? `M${level + LINE} 0V2` : level === own ? `M${level + LINE} 0V1` : '';
      return level === own ? `${down}M${level + LINE} 1H${lines.length}` : down;
    })
    .join('');
}
