import { placeOf, searchOf } from '../../view.ts';

/** The address of a message in this window: nothing of what else the address at hand says, the host's token least of all. */
export function linkTo(conversation: string, message: number, here: string): string {
  const link = new URL(here);
  link.hash = '';
  link.search = searchOf({ ...placeOf(''), open: conversation, at: message });
  return link.href;
}
