import { indexTerms, indexTermsVersion, splitTerms } from '../../../shared/query/index-terms.ts';
import { partTexts } from '../../../shared/query/part-texts.ts';
import type { Check, Finding } from '../check/doctor.ts';
import { readIndexProgress } from './index-writer.ts';
import { readMessages } from '../messages.ts';
import { sql, type Db } from '../sql.ts';

/** Whether index.db holds what it says, and says what the archive holds. Repaired by being made anew, behind, when the app is next open. */
export const indexCheck: Check = {
  name: 'search index',
  look: ({ db }) => look(db),
  repair: ({ db }) => db.exec(`update ix.state set value = -1 where name = 'terms'`),
};

function look(db: Db): readonly Finding[] {
  const terms = db.get<{ value: number }>(sql`select value from ix.state where name = 'terms'`)?.value;
  const { done, of } = readIndexProgress(db, 'ix');
  if (terms !== undefined && terms !== indexTermsVersion)
    return [{ kind: 'note', text: 'The index is to be made anew; that begins when the app is next open.' }];
  const found: Finding[] = [];
  if (done < of) found.push({ kind: 'note', text: `${of - done} of ${of} conversations are still to be indexed.` });
  const counts = db.get<{
    conversations: number;
    messages: number;
    titles: number;
    begun: number;
    there: number;
    rows: number;
  }>(sql`
    select (select count(*) from ix.indexed where generation > 0) as conversations, (select count(*) from ix.indexed where generation = 0) as begun,
      (select coalesce(sum(messages), 0) from ix.indexed where generation > 0) as messages, (select count(*) from ix.ft_title_docsize) as titles,
      (select count(*) from ix.ft_conversation_docsize) as there, (select count(*) from ix.ft_message_docsize) as rows`);
  if (counts === undefined) return found;
  const differs = (name: string, has: number, should: number): void => {
    if (has !== should) found.push({ kind: 'problem', text: `The index has ${has} ${name}; it should have ${should}.` });
  };
  differs('conversations', counts.there, counts.conversations);
  differs('titles', counts.titles, counts.conversations);
  // One that was begun has some of its messages.
  if (counts.begun === 0) differs('messages', counts.rows, counts.messages);
  for (const { id, title } of sample(db)) {
    const missing = missingTerm(db, id);
    if (missing !== null) found.push({ kind: 'problem', text: `“${title}” is not found by “${missing}”.` });
  }
  return found;
}

const sampled = 200;

/** Conversations spread over the archive that are in the index as they are now. */
function sample(db: Db): readonly { readonly id: number; readonly title: string }[] {
  return db.all<{ id: number; title: string }>(sql`
    select id, title from (
      select c.id, c.title, row_number() over (order by c.id) as place, count(*) over () as total
      from conversation c join ix.indexed i on i.conversation_id = c.id and i.generation = c.generation)
    where place % max(1, total / ${sampled}) = 0 limit ${sampled}`);
}

/** A word of the first message that does not find its conversation and its message. */
function missingTerm(db: Db, id: number): string | null {
  const [message] = readMessages(db, id, [0]);
  const first = db.get<{ first: number }>(sql`select first_message as first from conversation where id = ${id}`)?.first ?? 0;
  for (const part of message?.parts ?? []) {
    for (const { text } of partTexts(part)) {
      const [term] = splitTerms(indexTerms(text.slice(0, 1000)));
      if (term === undefined) continue;
      const there = db.get<{ n: number }>(sql`
        select (select count(*) from ix.ft_conversation where ft_conversation match ${`"${term}"`} and rowid = cast(${id} as integer))
          + (select count(*) from ix.ft_message where ft_message match ${`"${term}"`} and rowid = cast(${first} as integer)) as n`);
      return there?.n === 2 ? null : term;
    }
  }
  return null;
}
