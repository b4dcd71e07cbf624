let depth = 0;

/** What goes to the console now belongs to a record that has been taken in already. */
export function isPrinting(): boolean {
  return depth > 0;
}

/** The same function; what it prints by the console, however deep inside, is no record of its own. */
export function quietly<This, Args extends unknown[], Result>(
  print: (this: This, ...args: Args) => Result,
): (this: This, ...args: Args) => Result {
  return function (this: This, ...args: Args): Result {
    depth++;
    try {
      return print.apply(this, args);
    } finally {
      depth--;
    }
  };
}
