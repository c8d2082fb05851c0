import { createContext, use } from 'react';

/** Opens the dialog for files, or for a folder. */
export interface Pick {
  readonly files: () => void;
  readonly folder: () => void;
}

export const PickContext = createContext<Pick>({ files: () => {}, folder: () => {} });

export function usePick(): Pick {
  return use(PickContext);
}
