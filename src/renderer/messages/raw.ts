import { bytesText } from '../../shared/bytes-text.ts';
import { count, formatDollars, formatNumber } from '../ui/format.ts';

/** What the window says about originals: of a conversation, and of a message. */
export const raw = {
  name: 'Original record',
  back: 'Back to the conversation',
  failed: 'The original could not be read',
  reading: 'Reading the original',
  size: (bytes: number) => bytesText(bytes),
  part: (from: number, to: number, total: number) => `${bytesText(from)} to ${bytesText(to)} of ${bytesText(total)}`,
  tidy: 'Lay JSON out',
  wrap: 'Wrap long lines',
  copy: 'Copy the original',
  copyPart: 'Copy this part of the original',
  copied: 'Copied the original.',
  copyDenied: 'The browser did not allow copying.',
  earlierPart: 'The part before',
  laterPart: 'The part after',
  sources: (current: number, of: number) =>
    of === 1
      ? 'The record that this conversation was read from.'
      : current === 1
        ? `Read from the first of ${count(of, 'record')}; the others are earlier versions.`
        : `Read from ${count(current, 'record')} together.`,
  source: (name: string, current: boolean) => (current ? name : `${name}, earlier version`),
  chooseSource: 'Which record to show',

  printedPart: 'Only the part of this conversation that was in sight is printed here. Export it as Markdown to have all of it.',

  message: {
    actions: (speaker: string) => `Actions on this message of ${speaker}`,
    more: 'More actions on this message',
    copy: 'Copy message as Markdown',
    link: 'Copy link to this message',
    raw: 'Original of this message',
    copied: 'Copied the message as Markdown.',
    nothing: 'There is nothing in this message to copy.',
    linked: 'Copied the link.',
    denied: 'The browser did not allow copying.',
    place: (at: number, of: number) => `Message ${formatNumber(at)} of ${formatNumber(of)}`,
    previous: 'Previous message',
    next: 'Next message',
    notFound: 'This message could not be found in the original: it bears no id of its own there.',
    inWhole: 'The message bears no id of its own there; this is the whole record.',
    whole: 'Show the whole record',
    from: (name: string) => `From ${name}`,
    lines: (name: string, lines: readonly number[]) =>
      `From ${name}, ${lines.length === 1 ? 'line' : 'lines'} ${lines.map(formatNumber).join(', ')}`,
    cut: (shown: number, bytes: number) => `The first ${bytesText(shown)} of ${bytesText(bytes)} are shown.`,
    label: 'Original text of the message',
    tokens: (input: number, output: number) => `${formatNumber(input)} tokens in, ${formatNumber(output)} out`,
    cached: (tokens: number) => `${formatNumber(tokens)} of them from the cache`,
    cost: (dollars: number) => `Cost ${formatDollars(dollars)}`,
  },
} as const;
