/** Reads where a HYPERLINK() formula leads, as far as it is made of texts and of cells of its own sheet. */

/** Column and row, from 1. */
export interface CellPlace {
  column: number;
  row: number;
}

const CALL = /HYPERLINK\s*[(（]/iu;
const TEXT = /^\s*(?:"((?:[^"]|"")*)"|“([^”]*)”)\s*/u;
const REFERENCE = /^\s*(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(!])\s*/iu;
const CONCATENATE = /^\s*CONCAT(?:ENATE)?\s*[(（]/iu;
const NUMBER = /^\s*(\d+)(?![\w.])\s*/u;
const SEPARATOR = /^[,;，；]/u;

/**
 * The first argument, its parts joined; null when there is no such call, or an argument that takes a spreadsheet to
 * work out.
 * @param shift how far the cell stands from the one the formula was written for.
 */
export function hyperlinkTarget(
  formula: string,
  valueAt: (place: CellPlace) => string,
  shift: CellPlace = { column: 0, row: 0 },
): string | null {
  const call = CALL.exec(formula);
  if (!call) return null;
  let rest = formula.slice(call.index + call[0].length);
  let target = '';
  let depth = 0;
  for (;;) {
    const term = TEXT.exec(rest) ?? REFERENCE.exec(rest) ?? NUMBER.exec(rest);
    const opens = CONCATENATE.exec(rest);
    if (opens) {
      depth += 1;
      rest = rest.slice(opens[0].length);
      continue;
    }
    if (!term) return null;
    target += TEXT.test(rest)
      ? (term[1]?.replaceAll('""', '"') ?? term[2] ?? '')
      : REFERENCE.test(rest)
        ? valueAt(placeOf(term, shift))
        : (term[1] ?? '');
    rest = rest.slice(term[0].length);
    while (depth > 0 && /^\s*[)）]/u.test(rest)) {
      depth -= 1;
      rest = rest.replace(/^\s*[)）]\s*/u, '');
    }
    if (rest.startsWith('&') || (depth > 0 && SEPARATOR.test(rest))) rest = rest.slice(1);
    else return depth === 0 && (SEPARATOR.test(rest) || /^[)）]/u.test(rest)) ? target : null;
  }
}

function placeOf([, fixedColumn, letters = '', fixedRow, digits = '']: RegExpExecArray, shift: CellPlace): CellPlace {
  return {
    column: columnNumber(letters) + (fixedColumn === '$' ? 0 : shift.column),
    row: Number(digits) + (fixedRow === '$' ? 0 : shift.row),
  };
}

/** `A` → 1, `AA` → 27. */
export function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + (letter.codePointAt(0) ?? 0) - 64;
  return column;
}
