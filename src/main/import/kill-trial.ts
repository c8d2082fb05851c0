import { checkArchive } from '../archive/check/doctor.ts';

/** What the doctor finds wrong. */
export function problemsOf(dir: string): string[] {
  return checkArchive(dir).checks.flatMap((check) => check.problems.map((problem) => `${check.name}: ${problem}`));
}
