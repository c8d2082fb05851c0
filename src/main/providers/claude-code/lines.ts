import { objectOf, textOf } from '../../../shared/json.ts';
import type { RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { FileFacts } from './file-facts.ts';
import { Transcript } from './transcript.ts';

/** The lines that a message was put together from: a streamed response stands on several. */
export function linesOfMessage(record: RawRecord, id: string): readonly number[] {
  const transcript = new Transcript(new FileFacts(record.name, record.side), new DriftCounter());
  const lines: number[] = [];
  let known = 0;
  readJsonLines(record.bytes, {
    value: (value, line) => {
      transcript.read(value, `line ${line}`);
      const { drafts, links } = transcript;
      const uuid = textOf(objectOf(value)['uuid']);
      const draft = drafts.length > known ? drafts.at(-1) : uuid === null ? null : links.get(uuid)?.draft;
      known = drafts.length;
      if (draft?.id === id && lines.at(-1) !== line) lines.push(line);
    },
    broken: () => undefined,
  });
  return lines;
}
