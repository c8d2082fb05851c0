import { objectOf, stringOf } from '../../../shared/json.ts';
import { derivedId } from '../reading/derived-id.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { rawOf } from '../reading/json-record.ts';

/** Transcripts and the folders of sessions are named after the conversation. */
export function idInName(name: string): string | null {
  return (
    /(?:^|\/)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(?:jsonl|txt)$/i.exec(name)?.[1]?.toLowerCase() ??
    null
  );
}

/** The id of a transcript: that in its name, else one made of how it begins, up to the first answer. */
export function transcriptId(name: string, bytes: Uint8Array): string {
  const named = idInName(name);
  if (named !== null) return named;
  const said: string[] = [];
  readJsonLines(bytes, {
    value: (value) => {
      const { role, message } = objectOf(value);
      if (said.length < 4 && typeof role === 'string') said.push(role, rawOf(objectOf(message)['content'] ?? stringOf(message)));
    },
    broken: () => undefined,
  });
  return derivedId('transcript', ...said);
}
