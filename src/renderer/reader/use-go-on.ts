import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { conversationOf, useArchive } from '../archive.ts';
import { find as text } from '../messages/index.ts';
import { neighbourOf, useAsked, useResults } from '../results.ts';
import { say } from '../ui/toast.ts';
import { go, useView } from '../view.ts';

/** A newer one takes the place of what was said before about stepping. */
const topic = 'hits';

/**
 * Goes on to the next or the previous conversation of the result, and says which that is. `again`: there is no other, and its own hits
 * begin again.
 */
export function useGoOn(id: string, again: (by: 1 | -1) => void): (by: 1 | -1) => void {
  const archive = useArchive();
  const cache = useQueryClient();
  const asked = useAsked();
  const going = useRef(false);
  const goOn = async (by: 1 | -1): Promise<void> => {
    const beside = await neighbourOf(archive, cache, asked, id, by);
    if (beside === null) {
      say(text.atFirst, { topic });
      return;
    }
    if (beside.id === id) {
      again(by);
      say(by === 1 ? text.againFirst : text.againLast, { topic });
      return;
    }
    const { conversation } = await cache.fetchQuery(conversationOf(archive, beside.id));
    // Somebody has gone elsewhere in the meantime.
    if (useView.getState().place.open !== id) return;
    useResults.setState({ landing: { id: beside.id, at: by === 1 ? 'first' : 'last' } });
    go({ open: beside.id, at: null, raw: false }, { replace: true });
    say(text.wentOn(conversation.title, by, beside.wrapped), { topic });
  };
  return (by) => {
    if (going.current) return;
    going.current = true;
    void goOn(by)
      .catch(() => say(text.failed, { kind: 'failed', topic }))
      .finally(() => {
        going.current = false;
      });
  };
}

/** Goes to the first or last hit of the conversation that stepping has come to, as soon as they are `there`; `land` gives how many there are. */
export function useLanding(id: string, there: boolean, land: (at: 'first' | 'last') => number): void {
  const landing = useResults((results) => results.landing);
  const latest = useRef(land);
  useEffect(() => {
    latest.current = land;
  });
  useEffect(() => {
    if (landing === null) return;
    if (landing.id !== id) useResults.setState({ landing: null });
    else if (there) {
      useResults.setState({ landing: null });
      if (latest.current(landing.at) === 0) say(text.foundAround, { topic });
    }
  }, [landing, id, there]);
}
