import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { Assets } from './assets.ts';
import { isCloudTask, readCloudTask } from './cloud-task.ts';
import { readConversation } from './conversation.ts';

/** Parses one conversation object (or, given a whole file, the conversations in it). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const read = readJsonRecord(record.bytes);
  if ('error' in read) {
    return nothing(
      brokenConversation('not-json', `This conversation is not valid JSON (${read.error.slice(0, 100)}).`, read.text),
    );
  }
  const conversations: ParsedConversation[] = [];
  const issues: ParsedIssue[] = [];
  const drift = new DriftCounter();
  const assets = new Assets(record.side);
  let empty = 0;
  let ignored = 0;
  const values = valuesOf(read.value);
  for (const [index, value] of values.entries()) {
    const raw = (): string => (values.length === 1 ? read.text : rawOf(value));
    const where = values.length === 1 ? '' : `[${index}]`;
    if (!isObject(value)) {
      issues.push(
        brokenConversation('not-a-conversation', 'In the place of a conversation stands something else.', raw(), where),
      );
      continue;
    }
    const mapping = value['mapping'];
    const isTask = isCloudTask(value);
    if (!isTask && !isObject(mapping)) {
      const title = textOf(value['title']);
      const name = title === null ? 'A conversation' : `The conversation “${title.slice(0, 100)}”`;
      issues.push(
        brokenConversation(
          'no-messages',
          `${name} came without its messages: the export holds no “mapping” for it.`,
          raw(),
          where,
        ),
      );
      continue;
    }
    try {
      const result = isTask ? readCloudTask(value, drift) : readConversation(value, objectOf(mapping), assets, drift);
      if (result.conversation !== null) conversations.push(result.conversation);
      else if (result.issues.length === 0) empty++;
      // A conversation of which nothing could be read is one broken thing, kept whole.
      if (result.conversation !== null) for (const issue of result.issues) issues.push(issue);
      else if (result.issues.length > 0) {
        issues.push(
          brokenConversation('no-readable-message', 'Not one message of this conversation could be read.', raw(), where),
        );
        ignored += result.issues.length;
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      issues.push(brokenConversation('unreadable', `This conversation could not be read (${why.slice(0, 100)}).`, raw(), where));
    }
  }
  const side = assets.side();
  return {
    conversations,
    issues,
    drift: drift.list(),
    ignored: { conversations: empty, messages: ignored },
    ...(conversations.length === 0 && issues.length === 0 ? { reason: 'The conversation is empty.' } : {}),
    ...(side === undefined ? {} : { side }),
  };
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || value['mapping'] !== undefined) return [value];
  const captured = value['raw_provider_payload'];
  if (isObject(captured)) return [captured];
  return Array.isArray(value['conversations']) ? value['conversations'] : [value];
}

function nothing(issue: ParsedIssue): Parsed {
  return { conversations: [], issues: [issue], drift: [], ignored: { conversations: 0, messages: 0 } };
}
