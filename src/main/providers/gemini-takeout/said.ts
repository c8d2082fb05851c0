import type { Part } from '../../../shared/model.ts';
import type { ParsedAttachment, ParsedConversation, ParsedMessage } from '../../../shared/parsed.ts';
import { decodeDataUrl } from '../reading/base64.ts';
import { derivedId } from '../reading/derived-id.ts';
import { mimeOf } from '../reading/mime.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';

/** A file that a record names. */
export interface NamedFile {
  readonly source: string;
  readonly name: string | null;
  readonly image: boolean;
}

/** What a record says, whatever it was written in. */
export interface Activities {
  /** Conversations it belongs to, in the order of its replies; empty: none is named. */
  readonly threads: readonly string[];
  readonly time: number | null;
  /** The time as it is written, where it cannot be told. */
  readonly rawTime: string | null;
  /** Null: nobody asked (a canvas was made). */
  readonly prompt: string | null;
  readonly files: readonly NamedFile[];
  readonly canvas: { readonly title: string; readonly text: string } | null;
  readonly replies: readonly { readonly markdown: string; readonly files: readonly NamedFile[] }[];
}

/**
 * The conversations of one record: one, or one for each that it names. Ids are made of what was said and when (to the second, which is all
 * that a page tells), so that another export has the same, and the records of one conversation come together by its id.
 */
export function conversationsOf(said: Activities, entry: string): ParsedConversation[] {
  const second = said.time === null ? (said.rawTime ?? '') : Math.floor(said.time / 1000);
  const key = derivedId(
    'activity',
    second,
    letters(said.prompt ?? `canvas ${said.canvas?.title ?? ''}`),
    said.prompt === '' ? letters(said.replies[0]?.markdown ?? '') : '',
  );
  const threads = [...new Set(said.threads)];
  if (threads.length === 0) return [conversationOf(key, key, said, said.replies, entry)];
  return threads.map((thread, index) => {
    // Replies stand beside the conversations they belong to.
    const own =
      threads.length === 1
        ? said.replies
        : said.replies.filter((_, at) => said.threads[at] === thread || (index === 0 && said.threads[at] === undefined));
    return conversationOf(thread, threads.length === 1 ? key : derivedId(key, thread), said, own, entry);
  });
}

function conversationOf(
  nativeId: string,
  key: string,
  said: Activities,
  replies: Activities['replies'],
  entry: string,
): ParsedConversation {
  const files = new Files(entry);
  const messages: ParsedMessage[] = [];
  const add = (id: string, parent: string | null, role: 'user' | 'assistant', parts: readonly Part[]): void => {
    if (parts.length === 0 || messages.some((message) => message.nativeId === id)) return;
    const origin = role === 'user' ? 'person' : 'assistant';
    messages.push({
      nativeId: id,
      parent,
      role,
      origin,
      author: null,
      model: null,
      createdAt: said.time,
      hidden: false,
      usage: null,
      parts,
    });
  };
  if (said.prompt !== null) {
    const parts: Part[] = said.prompt === '' ? [] : [{ type: 'text', text: said.prompt }];
    parts.push(...said.files.map((file) => files.part(file)));
    if (said.rawTime !== null && parts.length > 0) parts.push({ type: 'text', text: said.rawTime, source: 'injected' });
    add(key, null, 'user', parts);
  }
  const above = messages[0]?.nativeId ?? null;
  if (said.canvas !== null) {
    const { title, text } = said.canvas;
    const id = derivedId(key, 'canvas', title);
    const kind = 'text/markdown';
    add(id, above, 'assistant', [
      {
        type: 'artifact',
        artifact: id,
        title: title === '' ? null : title,
        kind,
        language: null,
        version: 1,
        text: text === '' ? null : text,
        action: 'create',
      },
    ]);
  }
  // Where one conversation has several replies, they are one after the other.
  const shown = replies.flatMap((reply) => reply.files);
  const parts = replies.flatMap(({ markdown }): Part[] => (markdown === '' ? [] : [{ type: 'text', text: markdown }]));
  const words = letters(replies.map(({ markdown }) => markdown).join(' '));
  parts.push(...shown.map((file) => files.part(file)));
  add(derivedId(key, 'reply', words, shown.map((file) => file.source).join(' ')), above, 'assistant', parts);
  return parsedConversation({
    nativeId,
    title: said.threads.length > 0 || said.prompt !== null || said.canvas?.title === '' ? null : (said.canvas?.title ?? null),
    createdAt: said.time,
    updatedAt: said.time,
    activeLeaf: null,
    messages,
    attachments: files.list,
    piece: true,
  });
}

/** Letters and digits alone: what is the same in every way of writing a text down. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, '') || text;
}

/** The files of a record lie in the folder of the page. */
class Files {
  readonly #known = new Map<string, ParsedAttachment>();
  readonly #folder: string;

  constructor(entry: string) {
    this.#folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  }

  get list(): readonly ParsedAttachment[] {
    return [...this.#known.values()];
  }

  part({ source, name, image }: NamedFile): Part {
    const data = source.startsWith('data:') ? decodeDataUrl(source) : null;
    const file = data === null ? fileName(source) : null;
    const nativeId = file ?? derivedId('data', source);
    const shown = name ?? (data === null ? file : null);
    const mime = data?.mime ?? mimeOf(file) ?? mimeOf(shown) ?? null;
    if (!this.#known.has(nativeId)) {
      const where = data === null ? { entry: (this.#folder + (file ?? '')).normalize('NFC') } : { bytes: data.bytes };
      this.#known.set(nativeId, { nativeId, name: shown, mime, size: data?.bytes.length ?? null, ...where });
    }
    const isImage = mime?.startsWith('image/') ?? image;
    return { type: isImage ? 'image' : 'file', attachment: nativeId, name: shown, mime };
  }
}

/** The name in the folder, of what a page has as an address. */
function fileName(source: string): string {
  const bare = source.replace(/^\.\//, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    return bare;
  }
}
