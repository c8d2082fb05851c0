import type { ToolCallPart } from '../../../shared/model.ts';
import { edit } from './edit.tsx';
import { read, write } from './file.tsx';
import { lookupNames, type ToolKind } from './kind.ts';
import { memory } from './memory.tsx';
import { other, plugged } from './other.tsx';
import { picture } from './picture.tsx';
import { plan } from './plan.tsx';
import { interpreter } from './python.tsx';
import { search } from './search.tsx';
import { shell } from './shell.tsx';
import { subagent } from './subagent.tsx';
import { web } from './web.tsx';

/** Every way of drawing a tool's card. The first that takes a call without knowing its name comes before all names. */
export const toolKinds: readonly ToolKind[] = [
  subagent,
  read,
  write,
  edit,
  shell,
  search,
  web,
  plan,
  picture,
  interpreter,
  memory,
  plugged,
];

const byName: ReadonlyMap<string, ToolKind> = new Map(
  toolKinds.flatMap((kind) => kind.names.map((name) => [name, kind] as const)),
);

/** How a call is drawn. */
export function kindOf(call: ToolCallPart): ToolKind {
  const taken = toolKinds.find((kind) => kind !== plugged && kind.takes?.(call));
  if (taken) return taken;
  for (const name of lookupNames(call.name)) {
    const kind = byName.get(name);
    if (kind) return kind;
  }
  return plugged.takes?.(call) ? plugged : other;
}

/** How a result is drawn whose call is not at hand. */
export function kindOfName(name: string): ToolKind {
  return kindOf({ type: 'tool-call', callId: '', name, input: null });
}
