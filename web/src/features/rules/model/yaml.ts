/** What JSON can hold, as YAML: for reading and for copying into a rule file. */
export function toYaml(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return value.map((item) => `\n${indent}-${nested(item, `${indent}  `)}`).join('');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, each]) => each !== undefined);
    if (entries.length === 0) return ' {}';
    return entries
      .map(([key, each]) => `\n${indent}${scalar(key)}:${toYaml(each, `${indent}  `)}`)
      .join('');
  }
  return ` ${typeof value === 'string' ? scalar(value) : String(value)}`;
}

/** A whole document, with a line at its end. */
export const yamlDocument = (value: unknown): string => `${toYaml(value).trimStart()}\n`;

/** The first line of an object stands beside the dash of its item. */
function nested(item: unknown, indent: string): string {
  const text = toYaml(item, indent);
  return text.startsWith('\n') ? ` ${text.slice(1 + indent.length)}` : text;
}

/** Words that YAML would read as something else, and texts that begin or go on like syntax. */
const PLAIN = /^[a-zA-Z_][\w./-]*(?: [\w./-]+)*$/;
const RESERVED = /^(true|false|null|yes|no|on|off|y|n)$/i;

function scalar(text: string): string {
  return PLAIN.test(text) && !RESERVED.test(text) ? text : JSON.stringify(text);
}
