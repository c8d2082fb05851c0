import { createContext, use } from 'react';

/** The ways to choose what is imported. */
export interface Pick {
  /** Opens the dialogue for files. */
  readonly files: () => void;
  /** Opens the dialogue for a folder. */
  readonly folder: () => void;
  /** Imports the sample conversations that come with the program. */
  readonly sample: () => void;
}

export const PickContext = createContext<Pick>({ files: () => {}, folder: () => {}, sample: () => {} });

export function usePick(): Pick {
  return use(PickContext);
}
