/** Hands the person a file made in the page. */
export function saveFile(name: string, parts: readonly (string | Blob)[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A table as a file that spreadsheets open: `headlight-<model>-<what>.csv`. */
export function saveCsv(modelId: string, what: string, csv: string): void {
  saveFile(`headlight-${fileName(modelId)}-${what}.csv`, [csv], 'text/csv;charset=utf-8');
}

export function fileName(modelId: string): string {
  return modelId.replaceAll(/[^\w.-]/g, '-');
}
