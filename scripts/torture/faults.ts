import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import Database from 'better-sqlite3';

// Loaded before an action (node --import): counts the moments at which something has reached the disk or is about to, and kills the process
// at one of them. The program itself knows nothing of it. Moments are counted per thread; threads that parse count as `thread`.

const [where, at] = (process.env['TORTURE_FAULT'] ?? '').split(' ');
const here = isMainThread ? 'main' : 'thread';
const fatal = where === here ? Number(at) : -1;
let count = 0;

function moment(): void {
  if (++count !== fatal) return;
  process.kill(process.pid, 'SIGKILL');
  // Nothing more may happen until the signal is there.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

type Call = (...given: readonly unknown[]) => unknown;

function isCall(value: unknown): value is Call {
  return typeof value === 'function';
}

/** Puts moments before and after every call of these functions. */
function surround(
  holder: object,
  names: readonly string[],
  matters: (self: unknown, given: readonly unknown[]) => boolean,
): void {
  for (const name of names) {
    const original: unknown = Reflect.get(holder, name);
    if (!isCall(original)) throw new Error(`There is no ${name}.`);
    const surrounded = function surrounded(this: unknown, ...given: readonly unknown[]): unknown {
      if (!matters(this, given)) return Reflect.apply(original, this, given);
      moment();
      const result: unknown = Reflect.apply(original, this, given);
      if (result instanceof Promise) return result.finally(moment);
      moment();
      return result;
    };
    Reflect.set(holder, name, surrounded);
  }
}

const always = (): boolean => true;
surround(fs, ['renameSync', 'rmSync', 'rmdirSync', 'unlinkSync', 'mkdirSync', 'writeSync', 'fsyncSync', 'writeFileSync'], always);
surround(fs.promises, ['rename', 'rm', 'rmdir', 'unlink', 'mkdir', 'open'], always);
syncBuiltinESMExports();

const database = new Database(':memory:');
surround(Database.prototype, ['exec'], (_self, [text]) => !/^(?:begin|rollback)/.test(String(text)));
surround(Object.getPrototypeOf(database.prepare('select 1')), ['run'], (self) => !inTransaction(self));
database.close();

/** What a statement does outside of a transaction is committed at once. */
function inTransaction(statement: unknown): boolean {
  return statement instanceof Object && 'database' in statement && statement.database instanceof Database
    ? statement.database.inTransaction
    : false;
}

const counted = process.env['TORTURE_COUNT'];
if (counted !== undefined) process.on('exit', () => fs.appendFileSync(counted, `${here} ${count}\n`));
