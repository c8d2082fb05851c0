import type { Facts } from './count.ts';

/** The numbers that the samples' README states of a file, in the counter's units; only those it states. */
export function stated(folder: string, readme: string, name: string): Partial<Record<keyof Facts, number>> {
  const line = readme.split('\n').find((text) => text.startsWith(`- \`${name}\``)) ?? '';
  const number = (pattern: RegExp): number | null => {
    const found = pattern.exec(line);
    return found?.[1] === undefined ? null : Number(found[1]);
  };
  const sum = (pattern: RegExp): number | null => {
    const found = pattern.exec(line)?.[1];
    if (found === undefined) return null;
    return [...found.matchAll(/=(\d+)/g)].reduce((total, [, n]) => total + Number(n), 0);
  };
  const facts: Partial<Record<keyof Facts, number | null>> =
    folder === 'chatgpt'
      ? {
          messages: sum(/messages by role: ([^;]*);/),
          user: number(/messages by role: [^;]*\buser=(\d+)/),
          assistant: number(/messages by role: [^;]*assistant=(\d+)/),
          branchPoints: number(/by parent pointers\) (\d+)/),
        }
      : folder === 'claude-ai'
        ? {
            messages: sum(/; messages: ([^(]*)\(/),
            user: number(/human=(\d+)/),
            assistant: number(/messages: [^(]*assistant=(\d+)/),
          }
        : folder === 'claude-code'
          ? {
              badLines: number(/records \((\d+) unparsable/),
              toolCalls: number(/assistant\.tool_use=(\d+)/),
              toolResults: number(/user\.tool_result=(\d+)/),
              toolErrors: number(/tool errors (\d+)/),
              thinking: number(/assistant\.thinking=(\d+)/),
            }
          : {
              badLines: number(/lines \((\d+) unparsable/),
              user: number(/message roles: [^;]*user=(\d+)/),
              said: number(/message roles: [^;]*assistant=(\d+)/),
            };
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, number] => entry[1] !== null));
}
