import type { Command } from 'commander';
import { checkArchive, type CheckResult } from '../archive/check/doctor.ts';
import { indexCheck } from '../archive/index/index-check.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { counted, grouped } from './figures.ts';
import { onOneLine } from './text-width.ts';

/** Problems of one check that are printed; `--json` has more. */
const named = 5;

export function addDoctor(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('doctor')
    .summary('is the archive whole?')
    .description(
      'Checks everything that can be checked: the databases, references and their counts, blobs and hashes, the search index.',
    )
    .option('--repair', 'put right what can be')
    .action((options: { readonly repair?: boolean }) => run(doctor(cli, options.repair === true)));
}

async function doctor(cli: Cli, repair: boolean): Promise<ExitCode> {
  const { output } = cli;
  const { dir, json } = cli.globals();
  // It looks for as long as the archive is large, without a pause in which a signal could be heard.
  const report = cli.untilKilled(() =>
    checkArchive(dir, { repair, more: [indexCheck], onCheck: (name) => output.progress(`Checking ${name} …`) }),
  );
  output.progress(null);
  if (json) await output.write(`${JSON.stringify(report)}\n`);
  else {
    const lines = report.checks.flatMap(checkLines);
    const bad = report.checks.filter((check) => !check.ok).length;
    lines.push(
      '',
      bad === 0
        ? 'The archive is whole.'
        : `${counted(bad, 'check')} found something wrong.${repair ? '' : ' What can be put right: polylogue doctor --repair'}`,
    );
    await output.write(`${lines.join('\n')}\n`);
  }
  return report.ok ? exitCodes.done : exitCodes.failed;
}

function checkLines(check: CheckResult): readonly string[] {
  const first = `${check.ok ? 'ok   ' : 'WRONG'} ${check.name}${check.repaired ? ' (put right)' : ''}`;
  const problems = check.problems.slice(0, named).map((problem) => `      ${onOneLine(problem)}`);
  const more = check.problemCount - problems.length;
  return [first, ...problems, ...(more > 0 ? [`      and ${grouped(more)} more`] : [])];
}
