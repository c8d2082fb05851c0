import { nextGeneration } from './conversation-writer.ts';
import { sql, type Db } from './sql.ts';

/**
 * Gives conversations without a title of their own the one that another record gives them by one of their messages; of several the one
 * that names the latest message. Looks only through what is new since the last time, on either side.
 */
export function applyTitles(db: Db): void {
  db.transaction(() => {
    const since = counter(db, 'titles');
    const providers = db.all<{ provider: string; fresh: number }>(
      sql`select provider, min(applied) = 0 as fresh from title group by provider`,
    );
    for (const { provider, fresh } of providers) {
      const titles = titlesOf(db, provider);
      const conversations = db.all<Titled>(sql`
        select id, title, own_title, first_message, messages from conversation
        where provider = ${provider} and own_title_given = 0 and (${fresh} or generation > ${since})`);
      for (const conversation of conversations) setTitle(db, conversation, titleIn(db, conversation, titles));
    }
    db.run(sql`update title set applied = 1 where applied = 0`);
    db.run(sql`update counter set value = ${counter(db, 'generation')} where name = 'titles'`);
  });
}

/** To be called before a record goes: conversations that have their title from it get their own back, or another at `applyTitles`. */
export function forgetTitlesOf(db: Db, recordId: number): void {
  const gives = db.get<{ provider: string }>(sql`select provider from title where record_id = ${recordId} limit 1`);
  if (gives === undefined) return;
  const titled = db.all<Titled>(sql`
    select id, title, own_title, first_message, messages from conversation where provider = ${gives.provider} and title_given = 2`);
  for (const conversation of titled) setTitle(db, conversation, null);
  db.run(sql`update title set applied = 0 where provider = ${gives.provider}`);
}

interface Titled {
  readonly id: number;
  readonly title: string;
  readonly own_title: string;
  readonly first_message: number;
  readonly messages: number;
}

function titlesOf(db: Db, provider: string): ReadonlyMap<string, string> {
  const rows = db.all<{ message: string; title: string }>(
    sql`select message, max(title) as title from title where provider = ${provider} group by message`,
  );
  return new Map(rows.map(({ message, title }) => [message, title]));
}

function titleIn(db: Db, conversation: Titled, titles: ReadonlyMap<string, string>): string | null {
  let title: string | null = null;
  const { first_message: first, messages } = conversation;
  const rows = db.iterate<{ native_id: string }>(
    sql`select native_id from message where id >= ${first} and id < ${first + messages} order by id`,
  );
  for (const { native_id } of rows) title = titles.get(native_id) ?? title;
  return title;
}

function setTitle(db: Db, conversation: Titled, title: string | null): void {
  const shown = title ?? conversation.own_title;
  if (shown === conversation.title) return;
  db.run(sql`
    update conversation set title = ${shown}, title_given = ${title === null ? 0 : 2}, generation = ${nextGeneration(db)} where id = ${conversation.id}`);
}

function counter(db: Db, name: 'generation' | 'titles'): number {
  return db.get<{ value: number }>(sql`select value from counter where name = ${name}`)?.value ?? 0;
}
