/** Small pieces of markup that the report's sections share. */
import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Escaped markup, as hono's `html` template gives it. Only this template makes it: nothing else may. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface MarkupColumn {
  title: string;
  /** `number` right-aligned, `code` monospaced and breakable; default plain. */
  kind?: 'number' | 'code';
  /** Share of the table's width, in percent; default: as the content asks. */
  width?: number;
}

/**
 * A data table, its head repeated on every printed page. Cells hold text (escaped) or markup. `narrow`: as wide as its
 * content; `dense`: small print.
 */
export function dataTable(
  columns: readonly MarkupColumn[],
  rows: readonly (readonly (Markup | string | number)[])[],
  kind: 'wide' | 'narrow' | 'dense' = 'wide',
): Markup {
  const style = ({ width }: MarkupColumn): string => (width === undefined ? '' : `width:${width}%`);
  return html`<table class="data ${kind}"><thead><tr>${columns.map((column) => html`<th class="${column.kind ?? ''}" style="${style(column)}">${column.title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => html`<td class="${columns[i]?.kind ?? ''}">${cell}</td>`)}</tr>\n`)}</tbody></table>`;
}

/** Names and values; pairs whose value is null or empty are left out, so pass `—` for "looked for, not given". */
export function factList(facts: readonly (readonly [string, Markup | string | number | null])[]): Markup {
  const given = facts.filter(([, value]) => value !== null && value !== '');
  return html`<dl class="facts">${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`;
}

/** Lines one under the other in a cell. */
export function lines(items: readonly (Markup | string)[]): Markup {
  return html`${items.map((item) => html`<div>${item}</div>`)}`;
}

/** A titled block of a site section; `keep`: not broken across pages. Null body: no block. */
export function block(title: string, body: Markup | null, keep: 'keep' | '' = ''): Markup {
  return body === null ? html`` : html`<section class="block ${keep}"><h3>${title}</h3>${body}</section>\n`;
}
