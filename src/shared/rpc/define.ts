import { ArchiveError } from '../errors.ts';
import { requests, type Request, type RequestName } from '../requests.ts';
import type { ArchiveHandlers } from '../contract.ts';
import type { Answer } from './serve.ts';

export const requestNames: readonly RequestName[] = Object.keys(requests).filter(isRequestName);

/** What changes something; the rest may be asked again when a connection is lost. */
const commands: ReadonlySet<RequestName> = new Set<RequestName>([
  'import',
  'importSample',
  'importFound',
  'cancelImport',
  'undoImport',
  'export',
  'cancelExport',
  'star',
  'tag',
  'trash',
  'archive',
  'rename',
  'note',
  'changeTag',
  'deleteTag',
  'purge',
  'letIn',
  'saveSearch',
  'changeSavedSearch',
  'moveSavedSearch',
  'deleteSavedSearch',
  'undo',
  'setSetting',
  'choosePaths',
  'showInFolder',
  'openArchive',
]);

export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** True when asking twice does no more than asking once. */
export function isRead(name: string): boolean {
  return isRequestName(name) && !commands.has(name);
}

/** Checks an input on arrival; the message says which field and what is wrong with it. */
export function parseInput<Name extends RequestName>(name: Name, body: string): Request<Name> {
  const input: unknown = parseJson(body);
  const result = requests[name].safeParse(input);
  if (!result.success) {
    const issues = result.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
    throw new ArchiveError('BadInput', `“${name}” was asked with wrong input. ${issues.slice(0, 5).join('; ')}.`);
  }
  // The schema of `name` made it: TypeScript does not follow an indexed call into its own result.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return result.data as Request<Name>;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ArchiveError('BadInput', 'The request is not JSON.');
  }
}

// The parameter ties a handler to the input it takes.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
async function answerOne<Name extends RequestName>(
  handlers: Partial<ArchiveHandlers>,
  name: Name,
  body: string,
  signal: AbortSignal,
): Promise<string> {
  const handler = handlers[name];
  if (handler === undefined) throw new ArchiveError('Unsupported', `“${name}” is not answered here.`);
  return JSON.stringify(await handler(parseInput(name, body), signal));
}

/** Answers text with text through typed handlers. A handler that is left out is `Unsupported`. */
export function answerWith(handlers: Partial<ArchiveHandlers>): Answer {
  return async (name, body, signal) => {
    if (!isRequestName(name)) throw new ArchiveError('BadInput', `There is no request “${name}”.`);
    return answerOne(handlers, name, body, signal);
  };
}
