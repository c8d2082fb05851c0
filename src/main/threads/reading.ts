import type { ArchiveHandlers } from '../../shared/contract.ts';
import { markdownChunks } from '../../shared/markdown.ts';
import { querySelection } from '../../shared/requests.ts';
import { answerWith } from '../../shared/rpc/define.ts';
import type { Answer } from '../../shared/rpc/serve.ts';
import { transformsNamed } from '../../shared/transforms/index.ts';
import { keyOf, readDetail } from '../archive/conversations.ts';
import { readIndexProgress } from '../archive/index/index-writer.ts';
import { readSettings } from '../archive/words/kept.ts';
import { readBranch, readMessages, readOutline, streamMessages } from '../archive/messages.ts';
import type { Archive } from '../archive/open.ts';
import { readRaw, readRawMessage, readRawSources, type LinesOf } from '../archive/raw.ts';
import { createSearch } from '../archive/search/search.ts';
import { readIssueText, readRecords } from '../archive/outcomes.ts';
import { readPurged } from '../archive/words/kept.ts';
import { hasAny } from '../archive/originals.ts';
import { readOverview } from '../archive/overview.ts';
import { staleRecords } from '../archive/records.ts';
import { isReparseOpen, readIssues, readReceipt, readRuns } from '../archive/runs.ts';
import { purgedConversations } from '../archive/undo.ts';
import { readSavedSearches } from '../archive/words/saved-searches.ts';
import { recordsLetIn } from '../archive/words/withheld.ts';
import { localProviders } from '../discover/places.ts';
import { providerOf, providers } from '../providers/index.ts';

/**
 * What the reader threads answer: the reads of the contract, and questions of main's own (`overview`, `selectIds`,
 * `stale`: whether a parser has changed since a record was read, `purged`: whether anything that was emptied from the trash is still
 * on the disk, and `local`: whether anything came from the places of tools on this computer). `stopped` tells a long scan that nobody waits for it any more;
 * `isIndexDamaged` is asked, and has it made anew, when a file is found to be damaged.
 */
export function createReading(
  archive: Archive,
  stopped: () => boolean,
  isIndexDamaged: () => boolean,
): { readonly answer: Answer; readonly warm: () => void } {
  const { db } = archive;
  const search = createSearch(archive, stopped, Date.now, isIndexDamaged);
  const handlers: Partial<ArchiveHandlers> = {
    search: async (request) => search.search(request),
    total: async (request) => search.total(request),
    facets: async (request) => search.facets(request),
    histogram: async (request) => search.histogram(request),
    complete: async (request) => search.complete(request),
    hits: async (request) => search.hits(request),
    passages: async (request) => search.passages(request),
    hitCounts: async (request) => search.hitCounts(request),
    tags: async () => ({ tags: search.tags() }),
    savedSearches: async () => ({ searches: readSavedSearches(db) }),
    tombstones: async ({ after, limit }) => readPurged(db, after, limit),
    conversation: async ({ id }) => readDetail(db, keyOf(db, id)),
    outline: async ({ id }) => readOutline(db, keyOf(db, id)),
    messages: async ({ id, indexes }) => ({ messages: readMessages(db, keyOf(db, id), indexes) }),
    raw: async ({ id, record, offset }) => readRaw(db, keyOf(db, id), offset, record),
    rawSources: async ({ id }) => ({ sources: readRawSources(db, keyOf(db, id)) }),
    rawMessage: async ({ id, index }) => readRawMessage(db, keyOf(db, id), index, linesOf),
    runs: async ({ limit }) => ({ runs: readRuns(archive, limit) }),
    run: async ({ runId }) => readReceipt(archive, runId),
    issues: async ({ runId, after, limit }) => readIssues(db, runId, after, limit),
    records: async (request) => readRecords(archive, request),
    rawIssue: async ({ issue, offset }) => readIssueText(archive, issue, offset),
    settings: async () => ({ settings: readSettings(db) }),
    markdown: async ({ id, transforms, branches, through }) => {
      const key = keyOf(db, id);
      const chosen = through === undefined ? null : readBranch(db, key, through);
      const options = { transforms: transformsNamed(transforms), branches, through: chosen };
      return { markdown: [...markdownChunks(readDetail(db, key), streamMessages(db, key), options)].join('') };
    },
  };
  const answerHandled = answerWith(handlers);

  const answer: Answer = async (name, body, signal) => {
    if (name === 'overview') return JSON.stringify({ ...readOverview(archive), index: readIndexProgress(db, 'ix') });
    if (name === 'stale')
      return String(
        isReparseOpen(db) ||
          providers.some(({ id, version }) => staleRecords(db, id, version).length > 0 || recordsLetIn(db, id).length > 0),
      );
    if (name === 'purged') return String(purgedConversations(db).length > 0);
    if (name === 'local') return String(hasAny(db, localProviders));
    if (name === 'selectIds') return JSON.stringify(search.selectIds(querySelection.parse(JSON.parse(body))));
    return answerHandled(name, body, signal);
  };
  return { answer, warm: () => search.warm() };
}

const linesOf: LinesOf = (provider, record, messageId) => providerOf(provider)?.linesOf?.(record, messageId) ?? [];
