import { VersionConflictError, writeDocument } from '@nunchi/store/control/documents';
import { Gauge } from 'prom-client';
import type { LoopContext, Worker } from '../context.ts';
import { every } from '../runtime/every.ts';
import type { Problems } from '../runtime/problems.ts';
import { Trouble } from '../runtime/trouble.ts';
import { writeDefaults } from './defaults.ts';
import { parseRuleFile, type RuleFile } from './parse-file.ts';
import { planFiles } from './plan-files.ts';
import { type FileContent, readRuleDirectory } from './read-directory.ts';

const LOOK_EVERY_MS = 2_000;

type Context = Pick<LoopContext, 'config' | 'store' | 'documents' | 'now' | 'logger'>;

/** Keeps the documents of origin `default` and `file` as they should be. */
export class RuleSync {
  readonly #context: Context;
  readonly #problems: Problems;
  #looked: ReadonlyMap<string, FileContent> | undefined;
  #parsed: ReadonlyMap<string, FileContent> | undefined;
  #files: ReadonlyMap<string, RuleFile> | undefined;
  #told = '';

  constructor(context: Context, problems: Problems) {
    this.#context = context;
    this.#problems = problems;
  }

  /** One look. Throws when the store does not answer. */
  async look(): Promise<void> {
    const { store, documents, now } = this.#context;
    const files = await this.#readFiles();
    await writeDefaults(store, documents.ever('alarm-rule'), now());
    if (!files) return;
    const planned = planFiles(files, documents.ever('alarm-rule'));
    for (const document of planned) {
      try {
        await writeDocument(store, document, now());
      } catch (error) {
        // Another loop wrote it; the next look sees what, and decides again.
        if (!(error instanceof VersionConflictError)) throw error;
      }
    }
    if (planned.length > 0) await documents.refresh();
  }

  /** Undefined: what the files say is not known, so nothing may be concluded from it. */
  async #readFiles(): Promise<ReadonlyMap<string, RuleFile> | undefined> {
    const { rulesDir } = this.#context.config;
    if (rulesDir === undefined) return new Map();
    try {
      const before = this.#looked;
      this.#looked = await readRuleDirectory(rulesDir);
      // A file that is being written or replaced counts when it is the same at two looks.
      if (!isSame(before, this.#looked) || isSame(this.#parsed, this.#looked)) return this.#files;
      this.#parsed = this.#looked;
      this.#files = new Map(
        [...this.#looked].map(([name, content]) => [name, parse(name, content)]),
      );
      this.#tell([...this.#files.values()].flatMap((file) => (file.ok ? [] : file.problems)));
      return this.#files;
    } catch (error) {
      this.#looked = undefined;
      this.#parsed = undefined;
      this.#files = undefined;
      const why = (error as Error).message;
      this.#tell([`the rules in ${rulesDir} (NUNCHI_RULES_DIR) cannot be read: ${why}`]);
      return undefined;
    }
  }

  /** Logs problems when they change, not at every look. */
  #tell(problems: readonly string[]): void {
    this.#problems.set('rule files', problems);
    const told = problems.join('\n');
    if (told === this.#told) return;
    this.#told = told;
    const { logger } = this.#context;
    if (problems.length === 0) logger.info('the rule files are all right');
    for (const problem of problems) {
      logger.error(`${problem}; the rules of that file stay as they were`);
    }
  }
}

/** Looks again and again. */
export function syncRules(
  context: Context & Pick<LoopContext, 'registry'>,
  problems: Problems,
): Worker {
  new Gauge({
    name: 'nunchi_control_rule_file_problems',
    help: 'What is wrong with the files in NUNCHI_RULES_DIR; their rules stay as they were',
    registers: [context.registry],
    collect() {
      this.set(problems.of('rule files').length);
    },
  });
  const sync = new RuleSync(context, problems);
  const trouble = new Trouble(context.logger, 'rules of files and defaults cannot be stored');
  return every({ everyMs: LOOK_EVERY_MS, failed: trouble.failed }, async () => {
    await sync.look();
    trouble.passed();
  });
}

const parse = (name: string, content: FileContent): RuleFile =>
  content.ok ? parseRuleFile(name, content.text) : { ok: false, problems: [content.problem] };

function isSame(
  before: ReadonlyMap<string, FileContent> | undefined,
  now: ReadonlyMap<string, FileContent>,
): boolean {
  const text = (files: ReadonlyMap<string, FileContent>) => JSON.stringify([...files]);
  return before !== undefined && text(before) === text(now);
}
