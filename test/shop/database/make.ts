// Makes an empty database at the directory that is its argument, in a process of its own: what
// PostgreSQL needs for that, 80 MB, would stay with the process that did it.
import { renameSync, rmSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const [directory = ''] = process.argv.slice(2);
const unfinished = `${directory}.new`;
rmSync(unfinished, { recursive: true, force: true });
const database = await PGlite.create({ dataDir: unfinished });
await database.close();
renameSync(unfinished, directory);
