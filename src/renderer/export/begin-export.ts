import type { ArchiveClient, ConversationDetail } from '../../shared/contract.ts';
import { conversationFileName, hashLength } from '../../shared/file-names.ts';
import type { RequestInput } from '../../shared/requests.ts';
import { watchJob } from '../jobs.ts';
import { exporting as text } from '../messages/index.ts';

export type Wanted = Omit<RequestInput<'export'>, 'to'>;

/** Messages up to which a conversation is handed over as one text. */
const oneText = 5000;

/** Whether the whole export is one Markdown file, so that a zip around it would only be in the way. */
export function isOneFile({ conversation, attachments }: ConversationDetail): boolean {
  return conversation.messages <= oneText && attachments.every(({ hash }) => hash === null);
}

/** In a browser: saves the conversation itself. Gives the name of the file. */
export async function saveOne(
  archive: ArchiveClient,
  { conversation }: ConversationDetail,
  { transforms, branches, through }: Wanted,
): Promise<string> {
  const { markdown } = await archive.markdown({
    id: conversation.id,
    ...(transforms && { transforms }),
    ...(branches && { branches }),
    ...(through !== undefined && { through }),
  });
  const name = conversationFileName(conversation, (await sha256(conversation.id)).slice(0, hashLength), 'md');
  save(new Blob([markdown], { type: 'text/markdown' }), name);
  return name;
}

/** In a browser: a zip that is saved as soon as it is there. */
export async function saveZip(archive: ArchiveClient, wanted: Wanted): Promise<void> {
  watchJob((await archive.export(wanted)).jobId, { download: true });
}

/** On the desktop: asks where to, and writes there. False when the person thought better of it. */
export async function exportToFolder(archive: ArchiveClient, wanted: Wanted, as: 'folder' | 'zip'): Promise<boolean> {
  const { paths } = await archive.choosePaths({ what: 'export-folder' });
  const [folder] = paths;
  if (folder === undefined) return false;
  const to = as === 'folder' ? folder : within(folder, text.zipName(new Date().toISOString().slice(0, 10)));
  watchJob((await archive.export({ ...wanted, to })).jobId);
  return true;
}

function within(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

async function sha256(words: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(words));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
