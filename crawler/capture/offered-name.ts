/**
 * The name under which a server offers a file. The browser's own suggestion is none where its locale cannot write
 * Chinese.
 */

/**
 * From `Content-Disposition` (RFC 6266), else the last part of the address; '' when neither says one. Plain parameters
 * are often UTF-8 sent as Latin-1.
 */
export function offeredName(disposition: string | undefined, url: string): string {
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;]+))/i.exec(disposition ?? '');
  const path = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
  return (
    [decoded(extended), decoded(fromLatin1(plain?.[1] ?? plain?.[2])), decoded(path)].find((name) => name !== '') ?? ''
  );
}

function decoded(name: string | undefined): string {
  try {
    return decodeURIComponent(name ?? '').trim();
  } catch {
    return name?.trim() ?? '';
  }
}

function fromLatin1(name: string | undefined): string | undefined {
  if (name === undefined || /[\u0100-\u{10ffff}]/u.test(name)) return name;
  const text = Buffer.from(name, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? name : text;
}
