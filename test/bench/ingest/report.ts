/** Prints a table whose columns are as wide as their widest cell; numbers stand to the right. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const width = widths[column] as number;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ');
  console.log(line(head));
  console.log(widths.map((width) => '─'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
  console.log();
}

/** What the product promises of a figure, and whether it holds. */
export interface Goal {
  readonly name: string;
  readonly measured: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Prints the goals; answers whether all are reached. */
export function printGoals(goals: readonly Goal[]): boolean {
  const reached = ({ measured, atMost, atLeast }: Goal) =>
    (atMost === undefined || measured <= atMost) && (atLeast === undefined || measured >= atLeast);
  printTable(
    ['goal', 'measured', 'wanted', ''],
    goals.map((goal) => [
      goal.name,
      `${goal.measured.toFixed(2)} ${goal.unit}`,
      goal.atMost !== undefined
        ? `≤ ${goal.atMost} ${goal.unit}`
        : `≥ ${goal.atLeast} ${goal.unit}`,
      reached(goal) ? 'reached' : 'MISSED',
    ]),
  );
  return goals.every(reached);
}
