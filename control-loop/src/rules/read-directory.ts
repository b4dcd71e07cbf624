import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file holds, or why that is not known. */
export type FileContent =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: string };

/** Far more than rules need: reading YAML takes long for what is made to take long. */
const LARGEST_FILE_BYTES = 131_072;
const MOST_FILES = 200;

/** The YAML files of a directory by name, in order. Throws when the directory cannot be read. */
export async function readRuleDirectory(
  directory: string,
): Promise<ReadonlyMap<string, FileContent>> {
  const names = (await readdir(directory))
    .filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.'))
    .sort();
  if (names.length > MOST_FILES) {
    throw new Error(`${names.length} files are too many; at most ${MOST_FILES} are read`);
  }
  const contents = new Map<string, FileContent>();
  for (const name of names) {
    const content = await readRuleFile(join(directory, name), name);
    if (content) contents.set(name, content);
  }
  return contents;
}

async function readRuleFile(path: string, name: string): Promise<FileContent | undefined> {
  try {
    const file = await stat(path);
    if (!file.isFile()) {
      return { ok: false, problem: `${name}: it is not a file, and a link leads to none` };
    }
    const { size } = file;
    if (size > LARGEST_FILE_BYTES) {
      const problem = `${name}: ${size} bytes are too many; a file has at most ${LARGEST_FILE_BYTES}`;
      return { ok: false, problem };
    }
    return { ok: true, text: await readFile(path, 'utf8') };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && !(await exists(path))) {
      return undefined; // gone since the directory was listed
    }
    return { ok: false, problem: `${name}: it cannot be read: ${(error as Error).message}` };
  }
}

/** Also a link that leads nowhere is there. */
const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );
