const FOLDER = '/node_modules/';

/** The installed package that a module's URL belongs to; undefined for the application's own. */
export function packageOf(url: string): string | undefined {
  const at = url.lastIndexOf(FOLDER);
  if (at === -1) return undefined;
  const [first = '', second] = url.slice(at + FOLDER.length).split('/', 2);
  const scoped = first.startsWith('@') || first.startsWith('%40');
  const name = scoped && second !== undefined ? `${first}/${second}` : first;
  return name.replace(/^%40/, '@');
}
