import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Outcome, Part } from '../../../shared/model.ts';
import { valueInText } from '../reading/json-text.ts';
import { toolResult } from '../reading/message-list.ts';

/** The call that a bubble stands for, and what came of it. Source: formats, §8.5 (`toolFormerData`). */
export function toolParts(tool: JsonObject, owner: string): readonly Part[] {
  const callId = textOf(tool['toolCallId']) ?? `${owner}/call`;
  const name = textOf(tool['name']) ?? '';
  const raw = jsonIn(tool['rawArgs']);
  const input = isObject(raw) && Object.keys(raw).length > 0 ? raw : (jsonIn(tool['params']) ?? raw);
  const result = jsonIn(tool['result']);
  const description = textOf(objectOf(input)['description']);
  const thread = textOf(objectOf(result)['agentId']) ?? textOf(objectOf(result)['composerId']);
  const call: Part = {
    type: 'tool-call',
    callId,
    name,
    input: jsonOf(input ?? null),
    ...(description === null || description.length > 200 ? {} : { title: description }),
    ...(thread === null ? {} : { thread }),
  };
  const status = stringOf(tool['status']) ?? '';
  const ended = /^(?:completed|error|failed|cancelled|rejected)$/.test(status) || result !== null;
  if (!ended) return [call];
  return [call, toolResult(callId, textIn(result, tool), outcomeOf(status, result), detailsOf(status, result, tool))];
}

/** Many fields hold JSON as a text. */
function jsonIn(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? null;
  if (!/^\s*[[{]/.test(value)) return value === '' ? null : value;
  return valueInText(value);
}

function exitCodeOf(result: unknown): number | null {
  const { exitCode, exitCodeV2 } = objectOf(result);
  return numberOf(exitCodeV2) ?? numberOf(exitCode);
}

function outcomeOf(status: string, result: unknown): Outcome {
  if (status === 'error' || status === 'failed') return 'error';
  if (status !== 'completed') return 'unknown';
  const code = exitCodeOf(result);
  return code === null || code === 0 ? 'ok' : 'error';
}

/** The text that was printed or read, where the result has one; else the result as it is. */
function textIn(result: unknown, tool: JsonObject): string {
  if (typeof result === 'string') return result;
  const fields = objectOf(result);
  for (const key of ['output', 'contents', 'content', 'stdout', 'text', 'result']) {
    const text = textOf(fields[key]);
    if (text !== null) return text;
  }
  const error = jsonIn(tool['error']);
  const failed = textOf(error) ?? textOf(objectOf(error)['clientVisibleErrorMessage']) ?? textOf(objectOf(error)['message']);
  if (failed !== null) return failed;
  if (result === null || (isObject(result) && (Object.keys(result).length === 0 || patchOf(result).length > 0))) return '';
  return typeof tool['result'] === 'string' ? tool['result'] : JSON.stringify(jsonOf(result));
}

/** Longest text kept in details, and most lines of a patch. */
const LONGEST = 600;
const LONGEST_PATCH = 400;

function detailsOf(status: string, result: unknown, tool: JsonObject): Json | undefined {
  const details: Record<string, Json> = {};
  const code = exitCodeOf(result);
  if (code !== null) details['exitCode'] = code;
  if (status !== 'completed' && status !== 'error' && status !== '') details['status'] = status;
  const decision = textOf(tool['userDecision']);
  if (decision !== null && decision.length <= LONGEST) details['userDecision'] = decision;
  const patch = patchOf(result);
  if (patch.length > 0) details['structuredPatch'] = patch;
  return Object.keys(details).length === 0 ? undefined : details;
}

/** What an edit changed, in the form of a patch. */
function patchOf(result: unknown): readonly Json[] {
  const hunks: Json[] = [];
  let count = 0;
  for (const item of arrayOf(objectOf(objectOf(result)['diff'])['chunks'])) {
    const chunk = objectOf(item);
    const lines = (textOf(chunk['diffString']) ?? '').split('\n');
    count += lines.length;
    if (lines.length === 1 && lines[0] === '') continue;
    hunks.push({ oldStart: numberOf(chunk['oldStart']), newStart: numberOf(chunk['newStart']), lines });
  }
  return count > LONGEST_PATCH ? [] : hunks;
}
