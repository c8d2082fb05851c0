import { useEffect } from 'react';
import { useDetail } from '../archive.ts';
import { app as text } from '../messages/index.ts';
import { usePlace } from '../view.ts';

/** Names the window after what is open in it: the conversation, the page, else what is searched for. */
export function DocumentTitle() {
  const query = usePlace((place) => place.query.trim());
  const page = usePlace((place) => place.page);
  const open = usePlace((place) => place.open);
  if (page !== 'browse') return <Titled what={text.pages[page]} />;
  return open === null ? <Titled what={query} /> : <TitledByConversation key={open} id={open} otherwise={query} />;
}

function TitledByConversation({ id, otherwise }: { readonly id: string; readonly otherwise: string }) {
  const { data } = useDetail(id);
  return <Titled what={data?.conversation.title ?? otherwise} />;
}

function Titled({ what }: { readonly what: string }) {
  useEffect(() => {
    document.title = what === '' ? text.name : text.title(what);
  }, [what]);
  return null;
}
