import { textOf } from '../../../shared/json.ts';
import { derivedId } from '../reading/derived-id.ts';

/** A message of a prompt, as far as it tells one prompt from another. */
export interface Step {
  /** Who said what, and when. */
  readonly key: string;
  /** The model says something, not only thinks. */
  readonly answers: boolean;
  /** The prompt that this one was branched from, when it was branched after this step. */
  branchedFrom: string | null;
}

/** `prompts/abc` and `abc` are the same prompt. */
export function promptId(value: unknown): string | null {
  return textOf(typeof value === 'string' ? value.replace(/^prompts\//, '') : null);
}

/**
 * A prompt's file does not say its own id (a wrapper may). Without one a prompt is what was said first and answered first, so that a copy
 * that goes on is the same prompt. A branch begins with a copy of its parent: it is told by where it left it, and by what came next.
 */
export function idOf(own: string | null, steps: readonly Step[]): { readonly nativeId: string; readonly parent: string | null } {
  const joint = steps.findLastIndex((step) => step.branchedFrom !== null);
  const from = joint === -1 ? null : (steps[joint]?.branchedFrom ?? null);
  if (own !== null) return { nativeId: own, parent: from === own ? null : from };
  let id = derivedId('prompt', firstOf(steps));
  let parent: string | null = null;
  for (const [index, step] of steps.entries()) {
    if (step.branchedFrom === null) continue;
    parent = id;
    id = derivedId('branch', id, step.branchedFrom, steps[index + 1]?.key ?? null);
  }
  return { nativeId: id, parent };
}

function firstOf(steps: readonly Step[]): string {
  const answer = steps.findIndex((step) => step.answers);
  const first = answer === -1 ? steps : steps.slice(0, answer + 1);
  return first.map((step) => step.key).join(' ');
}
