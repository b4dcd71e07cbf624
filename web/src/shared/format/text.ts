/**
 * A text of at most so many characters, by leaving out its middle: names that are told apart by
 * their ends often begin alike.
 */
export function cutMiddle(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const start = Math.floor((most - 1) / 3);
  return `${letters.slice(0, start).join('')}…${letters.slice(start + 1 - most).join('')}`;
}
