import type { Row } from '../../shared/rows.ts';
import { csvLine, plainText } from './csv.ts';
import { localTime } from './figures.ts';
import type { Output } from './output.ts';
import { tableText, type Column } from './table.ts';
import { onOneLine, withoutControls } from './text-width.ts';

export type RowFormat = 'table' | 'json' | 'jsonl' | 'markdown' | 'csv' | 'text';

/** Prints rows as they come; a table is held until its columns are known. */
export interface RowPrinter {
  readonly row: (row: Row) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Rows of a table that are measured together; a longer one goes on with the widths of its own rows. */
const tableSlice = 1000;
/** Characters of a cell that are looked at. */
const cellLength = 400;

export function rowPrinter(output: Output, format: RowFormat, fields: readonly string[]): RowPrinter {
  switch (format) {
    case 'json':
      return jsonPrinter(output);
    case 'jsonl':
      return { row: (row) => output.write(`${JSON.stringify(row)}\n`), end: async () => {} };
    case 'csv':
      return csvPrinter(output, fields);
    case 'markdown':
      return markdownPrinter(output, fields);
    case 'text':
      return textPrinter(output, fields);
    case 'table':
      return tablePrinter(output, fields);
  }
}

/** One array; a row on a line. */
function jsonPrinter(output: Output): RowPrinter {
  let begun = false;
  return {
    row: async (row) => {
      await output.write(`${begun ? ',' : '['}\n${JSON.stringify(row)}`);
      begun = true;
    },
    end: () => output.write(begun ? '\n]\n' : '[]\n'),
  };
}

function csvPrinter(output: Output, fields: readonly string[]): RowPrinter {
  let begun = false;
  const begin = async (): Promise<void> => {
    if (!begun) await output.write(csvLine(fields));
    begun = true;
  };
  return {
    row: async (row) => {
      await begin();
      await output.write(csvLine(fields.map((field) => row[field])));
    },
    end: begin,
  };
}

function markdownPrinter(output: Output, fields: readonly string[]): RowPrinter {
  let begun = false;
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => onOneLine(cell).replace(/[\\|]/g, '\\$&')).join(' | ')} |\n`;
  const begin = async (): Promise<void> => {
    if (!begun) await output.write(line(fields) + line(fields.map(() => '---')));
    begun = true;
  };
  return {
    row: async (row) => {
      await begin();
      await output.write(line(fields.map((field) => plainText(row[field]))));
    },
    end: begin,
  };
}

/** `field: value` lines, a blank line between rows; one field alone is its values. */
function textPrinter(output: Output, fields: readonly string[]): RowPrinter {
  const safe = (text: string): string => (output.onTerminal ? withoutControls(text) : text);
  return {
    row: async (row) => {
      const [only, second] = fields;
      if (only !== undefined && second === undefined) return output.write(`${safe(plainText(row[only]))}\n`);
      await output.write(`${fields.map((field) => `${field}: ${safe(plainText(row[field]))}\n`).join('')}\n`);
    },
    end: async () => {},
  };
}

function tablePrinter(output: Output, fields: readonly string[]): RowPrinter {
  let rows: Row[] = [];
  const flush = async (): Promise<void> => {
    const columns = fields.map((field): Column => {
      const numeric = rows.length > 0 && rows.every((row) => typeof row[field] === 'number');
      return { name: field, align: numeric ? 'right' : 'left' };
    });
    const cells = rows.map((row) => fields.map((field) => cellText(row, field)));
    rows = [];
    await output.write(tableText(columns, cells, output.width));
  };
  return {
    row: async (row) => {
      rows.push(row);
      if (rows.length >= tableSlice) await flush();
    },
    end: async () => {
      if (rows.length > 0) await flush();
    },
  };
}

function cellText(row: Row, field: string): string {
  const value = row[field];
  if (field.endsWith('At') && typeof value === 'string') return localTime(value);
  const text = plainText(value);
  // A beginning is enough to name it, and leaves room for what was said.
  if (field === 'conversationId') return text.replace(/^([^:]*:.{8}).*$/, '$1');
  return text.length > cellLength ? `${text.slice(0, cellLength)}…` : text;
}
