import { archiveChecks, problem } from './doctor-checks.ts';
import { checkIndexFile, emptyIndex } from '../index/index-file.ts';
import { takeLock } from '../lock.ts';
import { faultText, isDamage } from '../faults.ts';
import { isArchive, openArchive, type Archive } from '../open.ts';
import { ArchiveError } from '../../../shared/errors.ts';

/** Something that was found, as a sentence. A note is worth knowing and no damage: what a cut-short import left to be cleared away. */
export interface Finding {
  readonly kind: 'problem' | 'note';
  readonly text: string;
}

/** One thing that can be checked. */
export interface Check {
  /** As it is shown: `reference counts`. */
  readonly name: string;
  /** Looks only; finds nothing when all is well. */
  readonly look: (archive: Archive) => readonly Finding[];
  /** Puts right what `look` found, where that is possible. */
  readonly repair?: (archive: Archive) => void;
}

export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** The first 20; `problemCount` counts all. */
  readonly problems: readonly string[];
  readonly problemCount: number;
  readonly notes: readonly string[];
  /** Found and put right. */
  readonly repaired: boolean;
}

export interface DoctorReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
}

const shown = 20;

/**
 * Checks everything that can be checked, on one and the same state of archive.db, while others may use it. With `repair`, puts right what
 * can be and looks again; that needs the import lock.
 *
 * @param more checks of other parts, the full-text index among them
 * @throws ArchiveError `NotFound` when there is no archive; `Conflict` when a repair meets an import
 */
export function checkArchive(
  dir: string,
  options: { readonly repair?: boolean; readonly more?: readonly Check[]; readonly onCheck?: (name: string) => void } = {},
): DoctorReport {
  if (!isArchive(dir)) throw new ArchiveError('NotFound', `There is no archive in ${dir}.`);
  const repair = options.repair ?? false;
  const lock = repair ? takeLock(dir, 'import') : null;
  if (repair && lock === null) throw new ArchiveError('Conflict', 'An import is running; a repair must wait for its end.');
  options.onCheck?.('search index file');
  const index = checkIndexFile(dir, repair);
  const standIn = index.ok ? null : emptyIndex();
  const archive = openArchive(dir, repair ? 'keep' : 'read', standIn?.file);
  try {
    const others = [...archiveChecks(repair), ...(options.more ?? [])].map((check): CheckResult => {
      options.onCheck?.(check.name);
      const found = archive.db.snapshot(() => lookSafely(check, archive));
      if (found.length === 0 || !repair || check.repair === undefined) return resultOf(check, found, false);
      check.repair(archive);
      const left = archive.db.snapshot(() => lookSafely(check, archive));
      return left.length === 0 ? resultOf(check, [], true) : resultOf(check, left, false);
    });
    const checks = [...others, index];
    return { ok: checks.every(({ ok }) => ok), checks };
  } finally {
    archive.close();
    standIn?.remove();
    lock?.release();
  }
}

function lookSafely(check: Check, archive: Archive): readonly Finding[] {
  try {
    return check.look(archive);
  } catch (error) {
    const reason = (isDamage(error) ? null : faultText(error)) ?? (error instanceof Error ? error.message : String(error));
    return [problem(`The check itself failed: ${reason}`)];
  }
}

function resultOf({ name }: Check, findings: readonly Finding[], repaired: boolean): CheckResult {
  const problems = textsOf(findings, 'problem');
  const notes = textsOf(findings, 'note');
  return {
    name,
    ok: problems.length === 0,
    problems: problems.slice(0, shown),
    problemCount: problems.length,
    notes: notes.slice(0, shown),
    repaired,
  };
}

function textsOf(findings: readonly Finding[], kind: Finding['kind']): readonly string[] {
  return findings.filter((finding) => finding.kind === kind).map(({ text }) => text);
}
