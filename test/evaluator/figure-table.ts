/** Tables of figures: the first column names, the others are numbers. */
import { textTable } from '../../reports/terminal/text-table.ts';

export const figureTable = (titles: string[], rows: string[][]): string =>
  textTable(
    titles.map((title, index) => ({ title, ...(index === 0 ? {} : { align: 'right' as const }) })),
    rows,
  );
