import { written, type Piece } from './syntax.ts';

/** An expression in RE2's words. Nothing is captured. */
export function engineWords(piece: Piece): string {
  switch (piece.kind) {
    case 'char':
      return written(piece.code);
    case 'class':
    case 'place':
      return piece.text;
    case 'row':
      return piece.pieces.map((one) => (one.kind === 'either' ? `(?:${engineWords(one)})` : engineWords(one))).join('');
    case 'either':
      return piece.branches.map(engineWords).join('|');
    case 'group':
      return `(?${piece.fold === null ? '' : piece.fold ? 'i' : '-i'}:${engineWords(piece.piece)})`;
    case 'repeat': {
      const { min, max, lazy } = piece;
      const inner = engineWords(piece.piece);
      const single = piece.piece.kind === 'char' || piece.piece.kind === 'class' || piece.piece.kind === 'group';
      return `${single ? inner : `(?:${inner})`}${timesOf(min, max)}${lazy ? '?' : ''}`;
    }
  }
}

function timesOf(min: number, max: number | null): string {
  if (max === null && min < 2) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max ?? ''}}`;
}
