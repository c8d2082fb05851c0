/** The closed list of ways in which a request can fail. */
export const errorCodes = ['BadInput', 'NotFound', 'Conflict', 'Cancelled', 'Unsupported', 'Internal'] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** The one failure that crosses the contract; both sides of a port throw this class. */
export class ArchiveError extends Error {
  readonly code: ErrorCode;
  readonly data: unknown;

  constructor(code: ErrorCode, message: string, data: unknown = null) {
    super(message);
    this.name = 'ArchiveError';
    this.code = code;
    this.data = data;
  }
}

/** Any thrown thing as an `ArchiveError`; an abort becomes `Cancelled`, everything unknown `Internal`. */
export function toArchiveError(thrown: unknown): ArchiveError {
  if (thrown instanceof ArchiveError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') return new ArchiveError('Cancelled', 'Cancelled.');
  return new ArchiveError('Internal', thrown instanceof Error ? thrown.message : String(thrown));
}
