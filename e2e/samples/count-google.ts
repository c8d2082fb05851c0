import { branchPoints, isObj, json, list, object, objects, perFile, records, type Obj, type SampleFile } from './facts.ts';

/** AI Studio: the chunks of a prompt, one message each; thoughts are chunks of their own (formats §7.1). */
export const countAiStudio = perFile(({ text }, facts, say) => {
  const prompt = object(object(json(text))['chunkedPrompt']);
  facts.conversations++;
  const chunks = objects(prompt['chunks']);
  // Chunks that name a chunk of the same file as their parent are alternatives.
  facts.branchPoints += branchPoints(chunks, ({ branchParent }) =>
    chunks.some(({ id }) => id !== undefined && id === object(branchParent)['id']) ? object(branchParent)['id'] : null,
  );
  for (const chunk of chunks) {
    facts.messages++;
    if (chunk['role'] === 'user') facts.user++;
    // What code printed is the tool's.
    if (chunk['role'] === 'model' && chunk['codeExecutionResult'] === undefined) facts.assistant++;
    if (chunk['isThought'] === true) facts.thinking++;
    if (chunk['executableCode'] !== undefined) facts.toolCalls++;
    if (chunk['codeExecutionResult'] !== undefined) facts.toolResults++;
    const code = object(chunk['executableCode'])['code'];
    const output = object(chunk['codeExecutionResult'])['output'];
    say(chunk['text'], code, output, chunk['errorMessage']);
    for (const holder of [chunk, ...objects(chunk['parts'])])
      for (const field of ['inlineData', 'inlineFile', 'inlineImage'])
        if (typeof object(holder[field])['data'] === 'string') facts.attachments++;
    for (const part of objects(chunk['parts'])) say(part['text']);
  }
});

/**
 * Gemini in Takeout: each record of Gemini is a prompt and at most one reply, and a conversation of its own (formats §7.2). Words on either
 * side of a tag are told apart: the archive writes emphasis in its own way.
 */
export const countTakeout = perFile((file, facts, say) => {
  for (const { prompt, reply } of file.name.endsWith('.html') ? cells(file) : activities(file)) {
    facts.conversations++;
    facts.messages++;
    facts.user++;
    say(...prompt.split(tag));
    if (reply.length === 0) continue;
    facts.messages++;
    facts.assistant++;
    for (const line of reply) say(...line.split(tag));
  }
});

interface Activity {
  readonly prompt: string;
  /** One line per block. */
  readonly reply: readonly string[];
}

function activities({ text }: SampleFile): Activity[] {
  return objects(json(text)).flatMap((record) => {
    const title = typeof record['title'] === 'string' ? record['title'] : '';
    const ours = /gemini|bard/i.test(`${String(record['header'])} ${list(record['products']).join(' ')}`);
    if (!ours || /^(Gave feedback|Used)\b/.test(title)) return [];
    const reply = objects(record['safeHtmlItem']).flatMap(({ html }) => blocks(String(html)));
    return [{ prompt: title.replace(/^(Prompted|Asked|Eingegebener Prompt:)\s/, ''), reply }];
  });
}

const date = /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d{2}:\d{2}\s[AP]M\s\S+$/;

function cells({ text }: SampleFile): Activity[] {
  return text
    .split('<div class="outer-cell')
    .slice(1)
    .flatMap((cell) => {
      const all = blocks(cell.slice(cell.indexOf('>') + 1)).filter(
        (line) => !['ignored', 'Activity controls'].includes(plain(line)),
      );
      const header = /header-cell[^>]*>.*?<(?:p|h3)[^>]*>(.*?)<\//s.exec(cell)?.[1];
      if (header !== undefined && !/gemini|bard/i.test(header)) return [];
      const stamp = all.findIndex((line) => date.test(plain(line)));
      const before = all.slice(0, stamp).find((line) => plain(line) !== 'Gemini Apps');
      const after = all.slice(stamp + 1);
      if (before === 'Feedback') return [];
      // With a header: kind, time, then prompt and reply; without: prompt, attachments, time, reply.
      const prompt = header === undefined ? before : after.shift();
      return prompt === undefined ? [] : [{ prompt, reply: after }];
    });
}

/** Stands where a tag stood inside a line. */
const tag = '\u0001';
const plain = (line: string): string => line.replaceAll(tag, '');

/** The lines of text in HTML that a reader would see. */
function blocks(html: string): string[] {
  return html
    .replaceAll(/<(script|style|template|noscript)\b.*?<\/\1>/gs, '')
    .replaceAll(/<\/?(p|div|br|li|ul|ol|h\d|pre|tr|table)\b[^>]*>/g, '\n')
    .replaceAll(/<[^>]*>/g, tag)
    .replaceAll('&amp;', '&')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => plain(line) !== '');
}

/** Gemini CLI: the log replayed; one conversation per session (formats §7.3). */
export const countGeminiCli = (files: readonly SampleFile[]): ReturnType<typeof countAiStudio> => {
  const sessions = new Set<unknown>();
  return perFile(({ text, name }, facts, say) => {
    let messages: Obj[] = [];
    const append = (added: readonly Obj[]): void => {
      for (const message of added) {
        const at = messages.findIndex(({ id }) => id === message['id']);
        if (at === -1) messages.push(message);
        else messages[at] = message;
      }
    };
    const replay = name.endsWith('.jsonl') ? records(text) : { records: objects([json(text)]), bad: 0 };
    facts.badLines += replay.bad;
    for (const record of replay.records) {
      const set = record['$set'];
      if (isObj(set) && Array.isArray(set['messages'])) messages = objects(set['messages']);
      else if (record['$rewindTo'] !== undefined)
        messages = messages.slice(
          0,
          messages.findIndex(({ id }) => id === record['$rewindTo']),
        );
      else if (record['sessionId'] !== undefined) {
        sessions.add(record['sessionId']);
        append(objects(record['messages']));
      } else if (record['id'] !== undefined) append([record]);
    }
    facts.conversations = sessions.size;
    const calls = new Set<unknown>();
    const results = new Set<unknown>();
    for (const message of messages) {
      facts.messages++;
      if (message['type'] === 'user') facts.user++;
      if (['gemini', 'model', 'tabnine'].includes(String(message['type']))) facts.assistant++;
      say(message['displayContent'] ?? message['content']);
      for (const part of objects(message['content'])) say(part['text']);
      for (const thought of objects(message['thoughts'])) {
        facts.thinking++;
        say(thought['description'], thought['subject'], thought['summary']);
      }
      for (const call of objects(message['toolCalls'])) {
        calls.add(call['id'] ?? call);
        // A call that says how it ended has a result, even when its output is not in the file.
        const ended = ['success', 'error', 'cancelled'].includes(String(call['status']));
        if (ended || (call['result'] !== undefined && call['result'] !== null)) results.add(call['id'] ?? call);
        if (call['status'] === 'error') facts.toolErrors++;
      }
    }
    facts.toolCalls += calls.size;
    facts.toolResults += results.size;
  })(files);
};
