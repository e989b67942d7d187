/** A table of a comment, with what it is called. Rows are whole lines; a comment that grows too long leaves some out. */
export interface Section {
  readonly title: string;
  /** Columns of the table. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
  /** Lines below the table, which are never left out. */
  readonly notes?: readonly string[];
}

/** A row of a table; its cells hold no line break and no bar of their own. */
export function row(...cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The lines above the rows. */
export function headOf({ title, columns }: Section): readonly string[] {
  return [`### ${title}`, "", row(...columns), row(...columns.map(() => "---"))];
}
