import { z } from 'zod';
import { ArchiveError } from '../../shared/errors.ts';
import { isRequestName, parseInput } from '../../shared/rpc/define.ts';
import { undoChange } from '../archive/words/changes.ts';
import { archive, note, purge, rename, setSetting, star, trash, unpurge } from '../archive/words/kept.ts';
import { changeSavedSearch, deleteSavedSearch, moveSavedSearch, saveSearch } from '../archive/words/saved-searches.ts';
import type { Db } from '../archive/sql.ts';
import { changeTag, deleteTag, tag } from '../archive/words/tags.ts';

/** What main sends the writer: the request's input, and the ids of a selection that was a query. */
const wanted = z.object({ input: z.unknown(), ids: z.array(z.string()).nullable() });

/** Answers what the person says: one request of the contract, JSON in and out. */
export function write(user: Db, name: string, body: string): string {
  const { input, ids } = wanted.parse(JSON.parse(body));
  return JSON.stringify(answer(user, name, JSON.stringify(input), ids));
}

function answer(user: Db, name: string, input: string, found: readonly string[] | null): unknown {
  if (!isRequestName(name)) throw new ArchiveError('BadInput', `There is no request “${name}”.`);
  const idsOf = (selection: { readonly ids: readonly string[] } | { readonly query: string }): readonly string[] => {
    if ('ids' in selection) return selection.ids;
    if (found === null) throw new ArchiveError('Internal', 'The selection was not looked up.');
    return found;
  };
  switch (name) {
    case 'star': {
      const { selection, starred } = parseInput(name, input);
      return star(user, idsOf(selection), starred);
    }
    case 'tag': {
      const { selection, add, remove } = parseInput(name, input);
      return tag(user, idsOf(selection), add, remove);
    }
    case 'trash': {
      const { selection, trashed } = parseInput(name, input);
      return trash(user, idsOf(selection), trashed);
    }
    case 'archive': {
      const { selection, archived } = parseInput(name, input);
      return archive(user, idsOf(selection), archived);
    }
    case 'rename': {
      const { id, title } = parseInput(name, input);
      return rename(user, id, title);
    }
    case 'note': {
      const { id, note: text } = parseInput(name, input);
      return note(user, id, text);
    }
    case 'changeTag':
      return changeTag(user, parseInput(name, input));
    case 'deleteTag':
      return deleteTag(user, parseInput(name, input).name);
    case 'saveSearch':
      return saveSearch(user, parseInput(name, input));
    case 'changeSavedSearch':
      return changeSavedSearch(user, parseInput(name, input));
    case 'moveSavedSearch':
      return moveSavedSearch(user, parseInput(name, input));
    case 'deleteSavedSearch':
      return deleteSavedSearch(user, parseInput(name, input).id);
    case 'purge':
      return { conversations: purge(user, idsOf(parseInput(name, input).selection)) };
    case 'letIn':
      return { conversations: unpurge(user, parseInput(name, input).ids ?? null) };
    case 'undo':
      return undoChange(user, parseInput(name, input).changeId);
    case 'setSetting': {
      const setting = parseInput(name, input);
      setSetting(user, setting.name, setting.value);
      return {};
    }
    default:
      throw new ArchiveError('Unsupported', `“${name}” is not written here.`);
  }
}
