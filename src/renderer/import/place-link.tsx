import type { ComponentProps } from 'react';
import { go, searchOf, stepped, usePlace, type Place } from '../view.ts';

/** A link to another place of the window: opens in a new tab like any, and goes there without loading like none. */
export function PlaceLink({ to, onClick, ...rest }: { readonly to: Partial<Place> } & ComponentProps<'a'>) {
  const here = usePlace((place) => place);
  return (
    <a
      {...rest}
      href={searchOf(stepped(here, to)) || '?'}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {rest.children}
    </a>
  );
}

/** Where a conversation is read, whatever list led to it. */
export function readingPlace(id: string, raw: boolean): Partial<Place> {
  return { page: 'browse', query: '', open: id, at: null, raw };
}
