/** A plain table for the console, aligned also when cells hold Chinese. */
import { clipToWidth, displayWidth, padToWidth } from './display-width.ts';

export interface TextColumn {
  title: string;
  /** Default `left`; numbers read better on the right. */
  align?: 'left' | 'right';
  /** Widest the column may get, in terminal columns; longer cells are clipped. Default: no limit. */
  maxWidth?: number;
}

/** Lines joined by `\n`, no trailing spaces, no trailing newline. Cells must already be plain one-line text. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => columns.map((column, i) => clipToWidth(row[i] ?? '', column.maxWidth ?? Infinity)));
  const widths = columns.map((column, i) =>
    Math.max(displayWidth(column.title), ...cells.map((row) => displayWidth(row[i] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    columns
      .map((column, i) => padToWidth(row[i] ?? '', widths[i] ?? 0, column.align))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...cells.map(line),
  ].join('\n');
}
