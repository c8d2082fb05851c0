import { bytesText } from '../../shared/bytes-text.ts';
import { providerNames, type FoundPlace } from '../../shared/contract.ts';
import { count, formatNumber } from '../ui/format.ts';

const dotted = (pieces: readonly (string | null | false | undefined)[]): string => pieces.filter(Boolean).join(' · ');

const nameOf = ({ provider, variant }: FoundPlace): string =>
  provider === null ? 'Export zips' : variant === null ? providerNames[provider] : `${providerNames[provider]} (${variant})`;

const sizeOf = ({ provider, sessions, bytes, partly }: FoundPlace): string => {
  const least = partly ? 'at least ' : '';
  const counted =
    provider === null ? count(sessions ?? 0, 'file') : sessions === null ? 'a database' : count(sessions, 'session');
  return `${least}${counted}, ${bytesText(bytes)}`;
};

/** Everything together: tools and bytes. */
const sumOf = (places: readonly FoundPlace[]): string => {
  const sessions = places.reduce((sum, place) => sum + (place.provider === null ? 0 : (place.sessions ?? 0)), 0);
  const bytes = places.reduce((sum, place) => sum + place.bytes, 0);
  return [sessions > 0 && count(sessions, 'session'), bytesText(bytes)].filter(Boolean).join(', ');
};

/** What the window says of conversations that tools keep on this computer. */
export const found = {
  title: 'Found on this computer',
  section: 'Found here',
  lead: 'Looked at by name and size alone. Nothing was opened, nothing leaves this computer.',
  elsewhere: 'This is the computer that Polylogue runs on, which may be another than the one in front of you.',
  looking: 'Looking for conversations on this computer…',
  none: 'No tool whose conversations Polylogue reads keeps any on this computer.',
  noneLabel: 'Tools on this computer',
  failed: (why: string): string => `This computer could not be looked through: ${why}`,
  again: 'Look again',
  name: nameOf,
  size: sizeOf,
  choose: 'What to import',
  deletes: (place: FoundPlace): string | null =>
    place.deletedAfterDays === null
      ? null
      : `${nameOf(place)} deletes its sessions after ${count(place.deletedAfterDays, 'day')}. What is imported stays here.`,
  deletesShort: (days: number): string => `deletes after ${count(days, 'day')}`,
  hint: 'By their names they may be exports of ChatGPT, Claude or Google.',
  partly: 'There is more than was looked at.',
  importChosen: (places: readonly FoundPlace[]): string => (places.length === 0 ? 'Import' : `Import ${sumOf(places)}`),
  importing: 'Importing…',
  states: {
    fresh: 'Not imported',
    current: 'Up to date',
    empty: 'No conversations in it',
    missing: 'Not there any more. What was imported is kept.',
    /** What is new, and what has grown. */
    news: (place: FoundPlace): string =>
      place.sessions === null && place.new + place.grown > 0
        ? 'Changed'
        : dotted([place.new > 0 && `${formatNumber(place.new)} new`, place.grown > 0 && `${formatNumber(place.grown)} grown`]),
  },
  import: 'Import',
  importOf: (place: FoundPlace): string => `Import ${nameOf(place)}`,
  update: 'Bring up to date',
  updateOf: (place: FoundPlace): string => `Bring ${nameOf(place)} up to date`,
  updateAll: 'Bring all up to date',
  updateHint: 'Reads only what is new or has grown.',
  follow: 'Keep up to date',
  followOf: (place: FoundPlace): string => `Keep ${nameOf(place)} up to date while Polylogue is open`,
  followHint: 'What is kept up to date is imported within a minute of a change, as long as Polylogue is open.',
  upToDate: 'Everything that was found is up to date.',
  nothingNew: (place: FoundPlace): string => `${nameOf(place)} is up to date.`,
  said: (places: readonly FoundPlace[]): string =>
    places.length === 0
      ? 'Nothing was found on this computer.'
      : `Found on this computer: ${places.map((place) => `${nameOf(place)}, ${sizeOf(place)}`).join('; ')}.`,
} as const;
